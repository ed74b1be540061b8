package io.weir.core.queue;

import io.weir.core.address.TopicName;
import io.weir.core.queue.QueueOptions.DeadLetterRoute;
import io.weir.core.queue.QueueOptions.Kind;
import io.weir.core.queue.QueueOptions.Overflow;
import io.weir.core.route.Value;
import io.weir.core.subscription.SubscriptionOptions.Retry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said of a queue, one thing after the other; see {@link QueueOptions}. One thread's. */
public final class QueueOptionsBuilder {
  private boolean durable;
  private boolean exclusive;
  private boolean autoDelete;
  private Kind kind;
  private String variant;
  private long messageExpiryMillis;
  private long idleExpiryMillis;
  private long maxMessages;
  private long maxBytes;
  private Overflow overflow;
  private @Nullable DeadLetterRoute deadLetter;
  private int maxPriority;
  private boolean singleActive;
  private int deliveryLimit;
  private Retry retry;
  private long maxAgeMillis;
  private @Nullable TopicName topic;
  private Map<String, Value> settings;
  private Map<String, Value> arguments;
  private @Nullable QueueOptions declared;

  QueueOptionsBuilder(QueueOptions from) {
    durable = from.durable();
    exclusive = from.exclusive();
    autoDelete = from.autoDelete();
    kind = from.kind();
    variant = from.variant();
    messageExpiryMillis = from.messageExpiryMillis();
    idleExpiryMillis = from.idleExpiryMillis();
    maxMessages = from.maxMessages();
    maxBytes = from.maxBytes();
    overflow = from.overflow();
    deadLetter = from.deadLetter();
    maxPriority = from.maxPriority();
    singleActive = from.singleActive();
    deliveryLimit = from.deliveryLimit();
    retry = from.retry();
    maxAgeMillis = from.maxAgeMillis();
    topic = from.topic();
    settings = from.settings();
    arguments = from.arguments();
    declared = from.declared();
  }

  public QueueOptionsBuilder durable(boolean is) {
    durable = is;
    return this;
  }

  public QueueOptionsBuilder exclusive(boolean is) {
    exclusive = is;
    return this;
  }

  public QueueOptionsBuilder autoDelete(boolean is) {
    autoDelete = is;
    return this;
  }

  public QueueOptionsBuilder kind(Kind other) {
    kind = other;
    return this;
  }

  public QueueOptionsBuilder variant(String other) {
    variant = other;
    return this;
  }

  public QueueOptionsBuilder messageExpiryMillis(long millis) {
    messageExpiryMillis = millis;
    return this;
  }

  public QueueOptionsBuilder idleExpiryMillis(long millis) {
    idleExpiryMillis = millis;
    return this;
  }

  public QueueOptionsBuilder maxMessages(long most) {
    maxMessages = most;
    return this;
  }

  public QueueOptionsBuilder maxBytes(long most) {
    maxBytes = most;
    return this;
  }

  public QueueOptionsBuilder overflow(Overflow other) {
    overflow = other;
    return this;
  }

  public QueueOptionsBuilder deadLetter(@Nullable DeadLetterRoute route) {
    deadLetter = route;
    return this;
  }

  public QueueOptionsBuilder maxPriority(int greatest) {
    maxPriority = greatest;
    return this;
  }

  public QueueOptionsBuilder singleActive(boolean is) {
    singleActive = is;
    return this;
  }

  public QueueOptionsBuilder deliveryLimit(int failures) {
    deliveryLimit = failures;
    return this;
  }

  public QueueOptionsBuilder retry(Retry other) {
    retry = other;
    return this;
  }

  public QueueOptionsBuilder maxAgeMillis(long millis) {
    maxAgeMillis = millis;
    return this;
  }

  public QueueOptionsBuilder topic(@Nullable TopicName name) {
    topic = name;
    return this;
  }

  public QueueOptionsBuilder settings(Map<String, Value> others) {
    settings = others;
    return this;
  }

  public QueueOptionsBuilder arguments(Map<String, Value> others) {
    arguments = others;
    return this;
  }

  /** What clients say of it, where this is more than that. */
  public QueueOptionsBuilder declared(@Nullable QueueOptions as) {
    declared = as;
    return this;
  }

  /**
   * @throws IllegalArgumentException as {@link QueueOptions} does
   */
  public QueueOptions build() {
    return new QueueOptions(
        durable,
        exclusive,
        autoDelete,
        kind,
        variant,
        messageExpiryMillis,
        idleExpiryMillis,
        maxMessages,
        maxBytes,
        overflow,
        deadLetter,
        maxPriority,
        singleActive,
        deliveryLimit,
        retry,
        maxAgeMillis,
        topic,
        settings,
        arguments,
        declared);
  }
}

package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.QueueMethod;
import io.weir.amqp091.codec.Table;
import io.weir.core.address.TopicName;
import io.weir.core.queue.QueueOptions;
import io.weir.core.queue.QueueOptions.DeadLetterRoute;
import io.weir.core.queue.QueueOptions.Kind;
import io.weir.core.queue.QueueOptions.Overflow;
import io.weir.core.queue.QueueOptionsBuilder;
import io.weir.core.subscription.SubscriptionOptions.Retry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From {@code queue.declare} to a queue. Arguments that nobody knows are kept, and mean nothing.
 */
public final class QueueArguments {
  public static final String CLASSIC = "classic";
  public static final String QUORUM = "quorum";
  public static final String STREAM = "stream";

  private static final String TYPE = "x-queue-type";
  private static final String MESSAGE_TTL = "x-message-ttl";
  private static final String EXPIRES = "x-expires";
  private static final String MAX_LENGTH = "x-max-length";
  private static final String MAX_LENGTH_BYTES = "x-max-length-bytes";
  private static final String OVERFLOW = "x-overflow";
  private static final String DEAD_LETTER_EXCHANGE = "x-dead-letter-exchange";
  private static final String DEAD_LETTER_KEY = "x-dead-letter-routing-key";
  private static final String DEAD_LETTER_STRATEGY = "x-dead-letter-strategy";
  private static final String MAX_PRIORITY = "x-max-priority";
  private static final String SINGLE_ACTIVE = "x-single-active-consumer";
  private static final String DELIVERY_LIMIT = "x-delivery-limit";
  private static final String RETRY_TYPE = "x-delayed-retry-type";
  private static final String RETRY_MIN = "x-delayed-retry-min";
  private static final String RETRY_MAX = "x-delayed-retry-max";
  private static final String MAX_AGE = "x-max-age";
  private static final String SEGMENT_SIZE = "x-stream-max-segment-size-bytes";
  private static final String TOPIC = "x-weir-topic";

  /** How often a quorum queue's message may fail where nobody says, as in RabbitMQ since 4.0. */
  private static final int QUORUM_DELIVERY_LIMIT = 20;

  /** What a quorum queue tells apart, as in RabbitMQ since 4.3. */
  private static final int QUORUM_PRIORITIES = 31;

  private static final long MAX_RETRY_MILLIS = 3_600_000;

  /** What means nothing here, and yet is to be the same when it is said again, as in RabbitMQ. */
  private static final Set<String> COMPARED =
      Set.of(
          SEGMENT_SIZE,
          DEAD_LETTER_STRATEGY,
          "x-queue-mode",
          "x-queue-version",
          "x-queue-leader-locator",
          "x-quorum-initial-group-size",
          "x-initial-cluster-size",
          "x-max-in-memory-length",
          "x-max-in-memory-bytes");

  /** What only some types of queues can be told. */
  private static final Map<String, Set<String>> NOT_FOR =
      Map.ofEntries(
          Map.entry(MESSAGE_TTL, Set.of(STREAM)),
          Map.entry(EXPIRES, Set.of(STREAM)),
          Map.entry(MAX_LENGTH, Set.of(STREAM)),
          Map.entry(OVERFLOW, Set.of(STREAM)),
          Map.entry(DEAD_LETTER_EXCHANGE, Set.of(STREAM)),
          Map.entry(DEAD_LETTER_KEY, Set.of(STREAM)),
          Map.entry(DEAD_LETTER_STRATEGY, Set.of(CLASSIC, STREAM)),
          Map.entry(MAX_PRIORITY, Set.of(QUORUM, STREAM)),
          Map.entry(SINGLE_ACTIVE, Set.of(STREAM)),
          Map.entry(DELIVERY_LIMIT, Set.of(CLASSIC, STREAM)),
          Map.entry(RETRY_TYPE, Set.of(CLASSIC, STREAM)),
          Map.entry(RETRY_MIN, Set.of(CLASSIC, STREAM)),
          Map.entry(RETRY_MAX, Set.of(CLASSIC, STREAM)),
          Map.entry(MAX_AGE, Set.of(CLASSIC, QUORUM)),
          Map.entry(SEGMENT_SIZE, Set.of(CLASSIC, QUORUM)),
          Map.entry("x-queue-mode", Set.of(QUORUM, STREAM)),
          Map.entry("x-queue-version", Set.of(QUORUM, STREAM)));

  private QueueArguments() {}

  /**
   * The queue that is asked for.
   *
   * @param name as it is to be
   * @throws AmqpException if an argument says what cannot be
   */
  public static QueueOptions options(QueueMethod.Declare declare, String name, String vhost) {
    String called = Wording.queue(name, vhost);
    Table table = declare.arguments();
    Arguments arguments = new Arguments(table, called);
    String type = arguments.oneOf(TYPE, CLASSIC, CLASSIC, QUORUM, STREAM);
    checkNames(table, type, called);
    checkProperties(declare, type, called);
    checkIgnored(arguments);
    QueueOptionsBuilder queue = QueueOptions.DEFAULT.change();
    // The end of its connection comes before any restart, so an exclusive one is never durable.
    queue
        .durable(declare.durable() && !declare.exclusive())
        .exclusive(declare.exclusive())
        .autoDelete(declare.autoDelete())
        .variant(type)
        .kind(type.equals(STREAM) ? Kind.STREAM : Kind.QUEUE)
        .messageExpiryMillis(arguments.millis(MESSAGE_TTL, 0, QueueOptions.UNLIMITED))
        .idleExpiryMillis(arguments.millis(EXPIRES, 1, QueueOptions.UNLIMITED))
        .maxMessages(arguments.whole(MAX_LENGTH, 0, Long.MAX_VALUE, QueueOptions.UNLIMITED))
        .maxBytes(arguments.whole(MAX_LENGTH_BYTES, 0, Long.MAX_VALUE, QueueOptions.UNLIMITED))
        .overflow(overflow(arguments))
        .deadLetter(deadLetter(arguments))
        .maxPriority((int) arguments.whole(MAX_PRIORITY, 0, 255, usualPriorities(type)))
        .singleActive(arguments.flag(SINGLE_ACTIVE))
        .deliveryLimit(deliveryLimit(arguments, type))
        .retry(retry(arguments))
        .maxAgeMillis(arguments.age(MAX_AGE, QueueOptions.UNLIMITED))
        .topic(topic(arguments))
        .settings(settings(table))
        .arguments(Values.toModel(table));
    return queue.build();
  }

  private static Map<String, io.weir.core.route.Value> settings(Table table) {
    Map<String, io.weir.core.route.Value> settings = new HashMap<>(Values.toModel(table));
    settings.keySet().retainAll(COMPARED);
    return settings;
  }

  private static void checkNames(Table table, String type, String called) {
    for (Table.Field field : table.fields()) {
      String name = field.name().toString();
      if (NOT_FOR.getOrDefault(name, Set.of()).contains(type)) {
        throw AmqpException.precondition(
            "invalid arg '" + name + "' for " + called + " of queue type " + type);
      }
    }
  }

  private static void checkProperties(QueueMethod.Declare declare, String type, String called) {
    if (type.equals(CLASSIC)) {
      return;
    }
    String property =
        !declare.durable()
            ? "non-durable"
            : declare.exclusive() ? "exclusive-owner" : declare.autoDelete() ? "auto-delete" : null;
    if (property != null) {
      throw AmqpException.precondition("invalid property '" + property + "' for " + called);
    }
  }

  /**
   * What is for servers of several machines, or other ways to store: it is to be right, at least.
   */
  private static void checkIgnored(Arguments arguments) {
    arguments.oneOf("x-queue-mode", "default", "default", "lazy");
    arguments.whole("x-queue-version", 1, 2, 2);
    arguments.oneOf(DEAD_LETTER_STRATEGY, "at-most-once", "at-most-once", "at-least-once");
    arguments.oneOf(
        "x-queue-leader-locator",
        "balanced",
        "client-local",
        "balanced",
        "least-leaders",
        "min-masters",
        "random");
    arguments.whole("x-quorum-initial-group-size", 1, Integer.MAX_VALUE, 1);
    arguments.whole("x-quorum-target-group-size", 1, Integer.MAX_VALUE, 1);
    arguments.whole("x-initial-cluster-size", 1, Integer.MAX_VALUE, 1);
    arguments.whole("x-max-in-memory-length", 0, Long.MAX_VALUE, 0);
    arguments.whole("x-max-in-memory-bytes", 0, Long.MAX_VALUE, 0);
    arguments.whole(SEGMENT_SIZE, 0, Long.MAX_VALUE, 0);
    arguments.whole("x-stream-filter-size-bytes", 16, 255, 16);
    arguments.millis("x-consumer-timeout", 0, 0);
    arguments.millis("x-consumer-disconnected-timeout", 0, 0);
  }

  private static Overflow overflow(Arguments arguments) {
    return switch (arguments.oneOf(
        OVERFLOW, "drop-head", "drop-head", "reject-publish", "reject-publish-dlx")) {
      case "reject-publish" -> Overflow.REFUSE;
      case "reject-publish-dlx" -> Overflow.REFUSE_TO_DEAD_LETTERS;
      default -> Overflow.DROP_HEAD;
    };
  }

  private static @Nullable DeadLetterRoute deadLetter(Arguments arguments) {
    String exchange = arguments.text(DEAD_LETTER_EXCHANGE);
    String key = arguments.text(DEAD_LETTER_KEY);
    if (exchange == null && key != null) {
      throw arguments.invalid(DEAD_LETTER_KEY, "there is no " + DEAD_LETTER_EXCHANGE);
    }
    return exchange == null ? null : new DeadLetterRoute(exchange, key);
  }

  private static int usualPriorities(String type) {
    return type.equals(QUORUM) ? QUORUM_PRIORITIES : 0;
  }

  private static int deliveryLimit(Arguments arguments, String type) {
    int usual = type.equals(QUORUM) ? QUORUM_DELIVERY_LIMIT : QueueOptions.UNLIMITED;
    return (int) arguments.whole(DELIVERY_LIMIT, QueueOptions.UNLIMITED, Integer.MAX_VALUE, usual);
  }

  private static Retry retry(Arguments arguments) {
    String type = arguments.oneOf(RETRY_TYPE, "disabled", "disabled", "all", "failed", "returned");
    long least = arguments.millis(RETRY_MIN, 1, 0);
    long most = arguments.millis(RETRY_MAX, 1, Math.max(least, MAX_RETRY_MILLIS));
    if (least > most) {
      throw arguments.invalid(RETRY_MAX, "it is less than " + RETRY_MIN);
    }
    return least == 0
        ? Retry.AT_ONCE
        : switch (type) {
          case "all" -> new Retry(Retry.Returns.ALL, least, most);
          case "failed" -> new Retry(Retry.Returns.FAILED, least, most);
          case "returned" -> new Retry(Retry.Returns.RELEASED, least, most);
          default -> Retry.AT_ONCE;
        };
  }

  private static @Nullable TopicName topic(Arguments arguments) {
    String name = arguments.text(TOPIC);
    if (name == null) {
      return null;
    }
    if (!TopicName.isName(name)) {
      throw arguments.invalid(TOPIC, "it is no name of a topic");
    }
    return new TopicName(name);
  }
}

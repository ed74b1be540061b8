package io.weir.core.queue;

import io.weir.core.address.TopicName;
import io.weir.core.route.Value;
import io.weir.core.subscription.SubscriptionOptions.Retry;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A queue, as it was declared. Limits that are not there are {@link #UNLIMITED}. Begin with {@link
 * #DEFAULT} and say what is different.
 *
 * @param durable whether it is there after a restart, with its messages
 * @param exclusive whether it is its connection's alone, and goes with it
 * @param autoDelete whether it goes with the last of its consumers, once it has had one
 * @param kind what consumers do with its messages
 * @param variant what its head calls a queue of this sort; compared and shown, and not looked at
 * @param messageExpiryMillis after how long a message is worth nothing any more, from 0; its own
 *     time may be sooner
 * @param idleExpiryMillis after how long without consumers, declarations and single messages taken
 *     it goes, from 1
 * @param maxMessages that may wait to be delivered, from 0
 * @param maxBytes that these may take, from 0; of a stream, what it keeps
 * @param overflow what happens past either
 * @param deadLetter where messages go that nobody is to have, or null where they are dropped
 * @param maxPriority the greatest priority that is told apart, 0 to 255; 0 for a queue without
 * @param singleActive whether one consumer gets everything and the others stand by
 * @param deliveryLimit how often the delivery of a message may fail; one more, and nobody is to
 *     have it
 * @param retry how long a message waits before it comes again
 * @param maxAgeMillis how long a stream keeps messages
 * @param topic which it is a view of, or null to have that found by the queue's name, as the
 *     tenant's names are shared or not
 * @param settings what its head was told of it beyond all that, and compares
 * @param arguments what was said of it: kept and shown, and not looked at
 * @param declared what clients say of it, where an operator has said more, or null where these are
 *     one; other declarations are compared with that
 */
public record QueueOptions(
    boolean durable,
    boolean exclusive,
    boolean autoDelete,
    Kind kind,
    String variant,
    long messageExpiryMillis,
    long idleExpiryMillis,
    long maxMessages,
    long maxBytes,
    Overflow overflow,
    @Nullable DeadLetterRoute deadLetter,
    int maxPriority,
    boolean singleActive,
    int deliveryLimit,
    Retry retry,
    long maxAgeMillis,
    @Nullable TopicName topic,
    Map<String, Value> settings,
    Map<String, Value> arguments,
    @Nullable QueueOptions declared) {
  public static final int UNLIMITED = -1;

  /** A durable queue of which nothing else is said. */
  public static final QueueOptions DEFAULT =
      new QueueOptions(
          true,
          false,
          false,
          Kind.QUEUE,
          "",
          UNLIMITED,
          UNLIMITED,
          UNLIMITED,
          UNLIMITED,
          Overflow.DROP_HEAD,
          null,
          0,
          false,
          UNLIMITED,
          Retry.AT_ONCE,
          UNLIMITED,
          null,
          Map.of(),
          Map.of(),
          null);

  /**
   * @throws IllegalArgumentException if a number is out of its range, or a stream is asked to be
   *     what none can be: not durable, exclusive, deleted by itself or with priorities
   */
  public QueueOptions {
    if (messageExpiryMillis < UNLIMITED
        || maxMessages < UNLIMITED
        || maxBytes < UNLIMITED
        || deliveryLimit < UNLIMITED
        || maxAgeMillis < UNLIMITED) {
      throw new IllegalArgumentException("limits are numbers from 0, or -1 for none");
    }
    if (idleExpiryMillis < UNLIMITED || idleExpiryMillis == 0) {
      throw new IllegalArgumentException("a queue can be idle for a time from 1, or -1 for ever");
    }
    if (maxPriority < 0 || maxPriority > 255) {
      throw new IllegalArgumentException("priorities are from 0 to 255, not " + maxPriority);
    }
    if (kind == Kind.STREAM && (!durable || exclusive || autoDelete || maxPriority > 0)) {
      throw new IllegalArgumentException(
          "a stream is durable, not exclusive, not deleted by itself, and without priorities");
    }
    settings = Value.sorted(settings);
    arguments = Value.sorted(arguments);
  }

  /** What consumers do with a queue's messages. */
  public enum Kind {
    /** Each message is one consumer's. */
    QUEUE,
    /** Each consumer reads them all, from where it likes; settling only makes room for more. */
    STREAM
  }

  /** What happens when more waits than may. */
  public enum Overflow {
    /** Those that wait longest are given up. */
    DROP_HEAD,
    /** What comes is refused. */
    REFUSE,
    /** What comes is refused, and goes where dead letters go. */
    REFUSE_TO_DEAD_LETTERS
  }

  /**
   * Where messages go that nobody is to have.
   *
   * @param exchange that routes them; it need not be there, which drops them
   * @param key with which, or null for the keys that they came with
   */
  public record DeadLetterRoute(String exchange, @Nullable String key) {}

  /** In what two declarations of one queue can differ. */
  public enum Aspect {
    EXCLUSIVE,
    VARIANT,
    DURABLE,
    AUTO_DELETE,
    KIND,
    MESSAGE_EXPIRY,
    IDLE_EXPIRY,
    MAX_MESSAGES,
    MAX_BYTES,
    OVERFLOW,
    DEAD_LETTER_EXCHANGE,
    DEAD_LETTER_KEY,
    MAX_PRIORITY,
    SINGLE_ACTIVE,
    DELIVERY_LIMIT,
    RETRY,
    MAX_AGE,
    TOPIC,
    SETTINGS
  }

  /**
   * In what another declaration contradicts this one, in the order of {@link Aspect}; null where
   * both mean the same. Arguments are not compared.
   */
  public @Nullable Aspect differenceTo(QueueOptions asked) {
    return QueueDifference.between(declared == null ? this : declared, asked);
  }

  /**
   * The first of the settings, by name, that differs in another.
   *
   * @throws IllegalArgumentException if none does
   */
  public String differentSetting(QueueOptions other) {
    TreeSet<String> names = new TreeSet<>(settings.keySet());
    names.addAll(other.settings.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(settings.get(name), other.settings.get(name)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("all settings are the same"));
  }

  /** Whether it lives in memory, and so ends with the process at the latest. */
  public boolean isInMemory() {
    return !durable || exclusive;
  }

  /** Changes of a value, for whoever says something of a queue; build it once all is said. */
  public QueueOptionsBuilder change() {
    return new QueueOptionsBuilder(this);
  }
}

package io.weir.core.failure;

import org.jspecify.annotations.Nullable;

/**
 * Why something was not done. Futures of {@code core} fail with this and nothing else; each
 * protocol has one mapper that switches over all of it. Messages are sentences for the client: they
 * say what to do, and name nothing of another tenant.
 */
public abstract sealed class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Failure(String message) {
    // Without stack trace: these are answers, given often, and where they were made says nothing.
    super(message, null, false, false);
  }

  /** No such topic or partition in this tenant, or none that the caller may see. */
  public static final class UnknownTopic extends Failure {
    private static final long serialVersionUID = 1L;

    public UnknownTopic(String message) {
      super(message);
    }
  }

  /** The topic exists already. */
  public static final class TopicExists extends Failure {
    private static final long serialVersionUID = 1L;

    public TopicExists(String message) {
      super(message);
    }
  }

  /** A name, setting or request that can never succeed as it is. */
  public static final class InvalidRequest extends Failure {
    private static final long serialVersionUID = 1L;

    /** What is wrong, where protocols tell it apart. */
    public enum Subject {
      TOPIC_NAME,
      PARTITIONS,
      CONFIG,
      OTHER
    }

    private final Subject subject;

    /** Of something that protocols do not tell apart. */
    public InvalidRequest(String message) {
      this(Subject.OTHER, message);
    }

    public InvalidRequest(Subject subject, String message) {
      super(message);
      this.subject = subject;
    }

    public Subject subject() {
      return subject;
    }
  }

  /** The caller may not do this. */
  public static final class Denied extends Failure {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Right right;

    public Denied(String message) {
      super(message);
      this.right = null;
    }

    /** Without a right to one thing. */
    public Denied(String message, Right right) {
      super(message);
      this.right = right;
    }

    /** The right that was missing, or null where it is no single one. */
    public @Nullable Right right() {
      return right;
    }

    /**
     * A right to one thing.
     *
     * @param operation as it is called in rules: publish, consume, manage
     * @param kind of the thing, likewise: queue, exchange
     * @param name of the thing
     */
    public record Right(String operation, String kind, String name) {}
  }

  /** Not now: a limit of the tenant, or of Weir, is reached. */
  public static final class Throttled extends Failure {
    private static final long serialVersionUID = 1L;

    /** A queue that is full has room again as fast as the log takes what is in it. */
    private static final long FULL_QUEUE_MILLIS = 100;

    private final long retryAfterMillis;

    /** Of a queue that is full. */
    public Throttled(String message) {
      this(message, FULL_QUEUE_MILLIS);
    }

    public Throttled(String message, long retryAfterMillis) {
      super(message);
      this.retryAfterMillis = retryAfterMillis;
    }

    /** After how many milliseconds another try may succeed. */
    public long retryAfterMillis() {
      return retryAfterMillis;
    }
  }

  /** There are as many of something as there may be; others have to go first. */
  public static final class LimitReached extends Failure {
    private static final long serialVersionUID = 1L;

    public LimitReached(String message) {
      super(message);
    }
  }

  /** Larger than the topic, or the tenant, takes. */
  public static final class TooLarge extends Failure {
    private static final long serialVersionUID = 1L;

    public TooLarge(String message) {
      super(message);
    }
  }

  /** The batch's bytes are damaged: its checksum or format is wrong. */
  public static final class CorruptBatch extends Failure {
    private static final long serialVersionUID = 1L;

    public CorruptBatch(String message) {
      super(message);
    }
  }

  /** The batch contradicts itself, or holds what the topic does not take. */
  public static final class InvalidBatch extends Failure {
    private static final long serialVersionUID = 1L;

    public InvalidBatch(String message) {
      super(message);
    }
  }

  /** The offset lies outside what the partition holds. */
  public static final class OffsetOutOfRange extends Failure {
    private static final long serialVersionUID = 1L;
    private final long logStart;
    private final long end;

    public OffsetOutOfRange(String message, long logStart, long end) {
      super(message);
      this.logStart = logStart;
      this.end = end;
    }

    public long logStart() {
      return logStart;
    }

    public long end() {
      return end;
    }
  }

  /** A producer's sequence number does not follow its last one. */
  public static final class OutOfOrderSequence extends Failure {
    private static final long serialVersionUID = 1L;

    public OutOfOrderSequence(String message) {
      super(message);
    }
  }

  /** Another has taken over: the caller must stop writing. */
  public static final class Fenced extends Failure {
    private static final long serialVersionUID = 1L;

    public Fenced(String message) {
      super(message);
    }
  }

  /** A transactional call that does not fit the transaction's state. */
  public static final class InvalidTransaction extends Failure {
    private static final long serialVersionUID = 1L;

    public InvalidTransaction(String message) {
      super(message);
    }
  }

  /** Stored bytes fail their checksum; they are not served. */
  public static final class CorruptData extends Failure {
    private static final long serialVersionUID = 1L;
    private final long nextReadable;

    public CorruptData(String message, long nextReadable) {
      super(message);
      this.nextReadable = nextReadable;
    }

    /** The first offset after the damage that can be read. */
    public long nextReadable() {
      return nextReadable;
    }
  }

  /** No space is left for new messages. */
  public static final class StorageFull extends Failure {
    private static final long serialVersionUID = 1L;

    public StorageFull(String message) {
      super(message);
    }
  }

  /** It cannot be done now and may well be later; a write may or may not have happened. */
  public static final class Unavailable extends Failure {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
      super(message);
    }
  }

  /** The log below does not do that. */
  public static final class Unsupported extends Failure {
    private static final long serialVersionUID = 1L;

    public Unsupported(String message) {
      super(message);
    }
  }
}

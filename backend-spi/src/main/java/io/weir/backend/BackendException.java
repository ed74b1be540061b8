package io.weir.backend;

import org.jspecify.annotations.Nullable;

/**
 * Why a backend did not do what it was asked. The list is closed: whoever maps it to a protocol's
 * error codes switches over all of it. Messages are for people and name what to do; they may name
 * topics by id, so they are not for clients of another tenant.
 */
public abstract sealed class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private BackendException(String message, @Nullable Throwable cause) {
    // Without stack trace: these are answers, given often, and where they were made says nothing.
    super(message, cause, false, false);
  }

  /** There is no such topic or partition (any more). */
  public static final class UnknownTopic extends BackendException {
    private static final long serialVersionUID = 1L;

    public UnknownTopic(String message) {
      super(message, null);
    }
  }

  /** The name is taken. */
  public static final class TopicExists extends BackendException {
    private static final long serialVersionUID = 1L;

    public TopicExists(String message) {
      super(message, null);
    }
  }

  /** The offset lies outside what the partition holds. */
  public static final class OffsetOutOfRange extends BackendException {
    private static final long serialVersionUID = 1L;
    private final transient Offsets offsets;

    public OffsetOutOfRange(String message, Offsets offsets) {
      super(message, null);
      this.offsets = offsets;
    }

    /** What the partition does hold. */
    public Offsets offsets() {
      return offsets;
    }
  }

  /** The bytes are not a valid batch, or larger than the topic takes. */
  public static final class InvalidBatch extends BackendException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Reason {
      /** Checksum or format: the bytes were damaged on their way. */
      CORRUPT,
      /** Numbers that contradict one another, or something that the topic does not take. */
      INVALID,
      /** Larger than the topic takes. */
      TOO_LARGE
    }

    private final Reason reason;

    public InvalidBatch(Reason reason, String message) {
      super(message, null);
      this.reason = reason;
    }

    public Reason reason() {
      return reason;
    }
  }

  /** A producer's sequence number does not follow its last one. */
  public static final class OutOfOrderSequence extends BackendException {
    private static final long serialVersionUID = 1L;

    public OutOfOrderSequence(String message) {
      super(message, null);
    }
  }

  /**
   * A newer epoch of this producer, or a later reign, has taken over: the caller must stop writing.
   */
  public static final class Fenced extends BackendException {
    private static final long serialVersionUID = 1L;

    public Fenced(String message) {
      super(message, null);
    }
  }

  /** A transactional call that does not fit the transaction's state. */
  public static final class InvalidTransaction extends BackendException {
    private static final long serialVersionUID = 1L;

    public InvalidTransaction(String message) {
      super(message, null);
    }
  }

  /** A bound of the backend is reached; later is worth a try. Nothing was written. */
  public static final class Throttled extends BackendException {
    private static final long serialVersionUID = 1L;

    public Throttled(String message) {
      super(message, null);
    }
  }

  /** It cannot be done now and may well be later; a write may or may not have happened. */
  public static final class Unavailable extends BackendException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
      super(message, null);
    }

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** There is no space left; writes fail, reads, trims and deletions go on. Nothing was written. */
  public static final class Full extends BackendException {
    private static final long serialVersionUID = 1L;

    public Full(String message) {
      super(message, null);
    }
  }

  /** Stored bytes fail their checksum; they are never served. */
  public static final class Corrupt extends BackendException {
    private static final long serialVersionUID = 1L;
    private final long nextReadable;

    /**
     * @param message names the file, the place in it and the offsets
     */
    public Corrupt(String message, long nextReadable) {
      super(message, null);
      this.nextReadable = nextReadable;
    }

    /**
     * The first offset after the damage that can be read; the high watermark if nothing after it
     * can.
     */
    public long nextReadable() {
      return nextReadable;
    }
  }

  /** This backend does not do that, see {@link Backend#capabilities}. */
  public static final class Unsupported extends BackendException {
    private static final long serialVersionUID = 1L;

    public Unsupported(String message) {
      super(message, null);
    }
  }
}

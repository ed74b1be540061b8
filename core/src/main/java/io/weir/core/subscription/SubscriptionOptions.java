package io.weir.core.subscription;

/**
 * How a subscription treats what it hands out.
 *
 * @param owned whether the messages are its own, so that the log may forget what is settled; if not
 *     it is a view on what others read, too
 * @param singleActive whether one consumer gets everything and the others stand by
 * @param deliveryLimit how often the delivery of a message may fail; one more, and it is a dead
 *     letter. {@link #UNLIMITED} if it may come for ever
 * @param expiryMillis after how long, from its timestamp on, a message is worth nothing any more;
 *     {@link #UNLIMITED} for never. A message's own time may be sooner
 * @param maxMessages that may wait to be delivered; {@link #UNLIMITED} for as many as the log holds
 * @param maxBytes that the bodies of those may take; {@link #UNLIMITED} for any number. Where it is
 *     not, what is known of each message takes four bytes
 * @param overflow what happens past that
 * @param retry how long a message waits before it comes again
 * @param deadLetters whether there is a place for messages that nobody is to have
 * @param bounds of memory
 */
public record SubscriptionOptions(
    boolean owned,
    boolean singleActive,
    int deliveryLimit,
    long expiryMillis,
    long maxMessages,
    long maxBytes,
    Overflow overflow,
    Retry retry,
    boolean deadLetters,
    Bounds bounds) {
  public static final int UNLIMITED = -1;

  /** A queue of its own, without limits. */
  public static final SubscriptionOptions DEFAULT =
      new SubscriptionOptions(
          true,
          false,
          UNLIMITED,
          UNLIMITED,
          UNLIMITED,
          UNLIMITED,
          Overflow.DROP_HEAD,
          Retry.AT_ONCE,
          false,
          Bounds.DEFAULT);

  public SubscriptionOptions {
    if (deliveryLimit < UNLIMITED
        || expiryMillis < UNLIMITED
        || maxMessages < UNLIMITED
        || maxBytes < UNLIMITED) {
      throw new IllegalArgumentException("limits are numbers from 0, or -1 for none");
    }
  }

  /** What happens when more messages wait than may. */
  public enum Overflow {
    /** Those that wait longest become dead letters. */
    DROP_HEAD,
    /**
     * Nothing here: whoever publishes asks {@link Subscription#isFull} before, and what it does
     * with a message that is refused is its own.
     */
    REFUSE
  }

  /**
   * How long a message waits before it comes again: the least time as often as its delivery has
   * failed, or it was given back, and no longer than the greatest.
   *
   * @param of what waits; what does not comes again at once
   * @param leastMillis 0 for not at all
   */
  public record Retry(Returns of, long leastMillis, long greatestMillis) {
    public static final Retry AT_ONCE = new Retry(Returns.ALL, 0, 0);

    /** Why a message comes again. */
    public enum Returns {
      ALL,
      /** Its delivery has failed. */
      FAILED,
      /** A consumer has released it. */
      RELEASED
    }

    public Retry {
      if (leastMillis < 0 || greatestMillis < leastMillis) {
        throw new IllegalArgumentException(
            "to wait from " + leastMillis + " to " + greatestMillis + " ms");
      }
    }

    long afterFailures(int failures) {
      return of == Returns.RELEASED ? 0 : after(failures);
    }

    long afterReleases(int deliveries) {
      return of == Returns.FAILED ? 0 : after(deliveries);
    }

    private long after(int times) {
      if (leastMillis == 0) {
        return 0;
      }
      return times > greatestMillis / leastMillis ? greatestMillis : leastMillis * times;
    }
  }

  /**
   * What a subscription may hold in memory.
   *
   * @param unsettled messages that were delivered or looked at and are not settled; at the bound
   *     nothing new is delivered until some are. No more than {@link #MOST_UNSETTLED}
   * @param readAheadBytes of messages that were read and not yet delivered; one read may exceed it
   * @param markAhead how many messages may be delivered before that is written down again; after a
   *     crash so many at most are flagged as redelivered that were not
   * @param consumers attached at once
   */
  public record Bounds(int unsettled, int readAheadBytes, int markAhead, int consumers) {
    /** What is known of so many always fits into one record. */
    public static final int MOST_UNSETTLED = 50_000;

    public static final Bounds DEFAULT = new Bounds(MOST_UNSETTLED, 256 * 1024, 2_000, 10_000);

    public Bounds {
      if (unsettled < 1 || readAheadBytes < 1 || markAhead < 1 || consumers < 1) {
        throw new IllegalArgumentException("bounds are numbers from 1");
      }
      if (unsettled > MOST_UNSETTLED) {
        throw new IllegalArgumentException("at most " + MOST_UNSETTLED + " may be unsettled");
      }
    }
  }

  public SubscriptionOptions withOwned(boolean other) {
    return new SubscriptionOptions(
        other,
        singleActive,
        deliveryLimit,
        expiryMillis,
        maxMessages,
        maxBytes,
        overflow,
        retry,
        deadLetters,
        bounds);
  }

  public SubscriptionOptions withSingleActive(boolean other) {
    return new SubscriptionOptions(
        owned,
        other,
        deliveryLimit,
        expiryMillis,
        maxMessages,
        maxBytes,
        overflow,
        retry,
        deadLetters,
        bounds);
  }

  public SubscriptionOptions withDeliveryLimit(int other) {
    return new SubscriptionOptions(
        owned,
        singleActive,
        other,
        expiryMillis,
        maxMessages,
        maxBytes,
        overflow,
        retry,
        deadLetters,
        bounds);
  }

  public SubscriptionOptions withExpiry(long millis) {
    return new SubscriptionOptions(
        owned,
        singleActive,
        deliveryLimit,
        millis,
        maxMessages,
        maxBytes,
        overflow,
        retry,
        deadLetters,
        bounds);
  }

  public SubscriptionOptions withMaxMessages(long other) {
    return new SubscriptionOptions(
        owned,
        singleActive,
        deliveryLimit,
        expiryMillis,
        other,
        maxBytes,
        overflow,
        retry,
        deadLetters,
        bounds);
  }

  public SubscriptionOptions withMaxBytes(long other) {
    return new SubscriptionOptions(
        owned,
        singleActive,
        deliveryLimit,
        expiryMillis,
        maxMessages,
        other,
        overflow,
        retry,
        deadLetters,
        bounds);
  }

  public SubscriptionOptions withOverflow(Overflow other) {
    return new SubscriptionOptions(
        owned,
        singleActive,
        deliveryLimit,
        expiryMillis,
        maxMessages,
        maxBytes,
        other,
        retry,
        deadLetters,
        bounds);
  }

  public SubscriptionOptions withRetry(Retry other) {
    return new SubscriptionOptions(
        owned,
        singleActive,
        deliveryLimit,
        expiryMillis,
        maxMessages,
        maxBytes,
        overflow,
        other,
        deadLetters,
        bounds);
  }

  public SubscriptionOptions withDeadLetters(boolean other) {
    return new SubscriptionOptions(
        owned,
        singleActive,
        deliveryLimit,
        expiryMillis,
        maxMessages,
        maxBytes,
        overflow,
        retry,
        other,
        bounds);
  }

  public SubscriptionOptions withBounds(Bounds other) {
    return new SubscriptionOptions(
        owned,
        singleActive,
        deliveryLimit,
        expiryMillis,
        maxMessages,
        maxBytes,
        overflow,
        retry,
        deadLetters,
        other);
  }
}

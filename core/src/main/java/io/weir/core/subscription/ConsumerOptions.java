package io.weir.core.subscription;

/**
 * What a consumer asks for.
 *
 * @param priority those with a greater one are served first, while they have room
 * @param exclusive it wants no other beside it
 * @param prefetch how many messages it may have unsettled, from 1
 * @param prefetchBytes how many bytes of messages it may have unsettled, from 1; one message it may
 *     always have
 * @param credit how many messages it takes before it grants more ({@link Consumer#grant}), from 0;
 *     settling gives none back
 * @param leaseMillis after how long a delivery that is neither settled nor renewed counts as failed
 *     and goes to others; {@link #NO_LEASE} if it is the consumer's for as long as it is attached
 * @param settled whether what it gets is accepted with that
 */
public record ConsumerOptions(
    int priority,
    boolean exclusive,
    int prefetch,
    long prefetchBytes,
    long credit,
    long leaseMillis,
    boolean settled) {
  /** More than anybody needs. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  public static final long NO_LEASE = 0;

  /** Takes as much as comes, and shares it with others. */
  public static final ConsumerOptions DEFAULT =
      new ConsumerOptions(0, false, Integer.MAX_VALUE, UNLIMITED, UNLIMITED, NO_LEASE, false);

  public ConsumerOptions {
    if (prefetch < 1 || prefetchBytes < 1 || credit < 0 || leaseMillis < 0) {
      throw new IllegalArgumentException(
          "a prefetch of %d messages and %d bytes, a credit of %d, a lease of %d ms"
              .formatted(prefetch, prefetchBytes, credit, leaseMillis));
    }
  }

  public ConsumerOptions withPriority(int other) {
    return new ConsumerOptions(
        other, exclusive, prefetch, prefetchBytes, credit, leaseMillis, settled);
  }

  public ConsumerOptions withExclusive(boolean other) {
    return new ConsumerOptions(
        priority, other, prefetch, prefetchBytes, credit, leaseMillis, settled);
  }

  public ConsumerOptions withPrefetch(int other) {
    return new ConsumerOptions(
        priority, exclusive, other, prefetchBytes, credit, leaseMillis, settled);
  }

  public ConsumerOptions withPrefetchBytes(long other) {
    return new ConsumerOptions(priority, exclusive, prefetch, other, credit, leaseMillis, settled);
  }

  public ConsumerOptions withCredit(long other) {
    return new ConsumerOptions(
        priority, exclusive, prefetch, prefetchBytes, other, leaseMillis, settled);
  }

  public ConsumerOptions withLease(long millis) {
    return new ConsumerOptions(
        priority, exclusive, prefetch, prefetchBytes, credit, millis, settled);
  }

  public ConsumerOptions withSettled(boolean other) {
    return new ConsumerOptions(
        priority, exclusive, prefetch, prefetchBytes, credit, leaseMillis, other);
  }
}

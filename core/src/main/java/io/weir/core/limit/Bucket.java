package io.weir.core.limit;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket, kept as the time at which what has been charged is paid for (the generic cell
 * rate algorithm): one number, changed by compare-and-set, without a lock, a timer or an
 * allocation.
 *
 * <p>Times are nanoseconds from a start of the owner's choice, never less than zero and never less
 * than before.
 */
final class Bucket {
  private static final long NANOS = 1_000_000_000;

  /** Past any charge and any wait, and yet far from overflow: some 70 years. */
  private static final long FAR = 1L << 61;

  private final AtomicLong paidUntil = new AtomicLong();

  /** Null while it is unlimited. */
  private volatile @Nullable Rate rate;

  /**
   * Charges, if it is within the burst, or the bucket is full.
   *
   * @return 0, or after how many nanoseconds it would be
   */
  long tryCharge(long amount, long now) {
    while (true) {
      Rate at = rate;
      if (at == null) {
        return 0;
      }
      long until = paidUntil.get();
      long debt = Math.max(0, until - now);
      long cost = cost(amount, at);
      long most = cost(at.burst(), at);
      if (debt > 0 && debt + cost > most) {
        return Math.min(debt, debt + cost - most);
      }
      if (paidUntil.compareAndSet(until, now + debt + cost)) {
        return 0;
      }
    }
  }

  /**
   * Charges.
   *
   * @return after how many nanoseconds the bucket is no deeper in debt than its burst, 0 if it is
   *     not now
   */
  long charge(long amount, long now) {
    while (true) {
      Rate at = rate;
      if (at == null) {
        return 0;
      }
      long until = paidUntil.get();
      long debt = Math.min(FAR, Math.max(0, until - now) + cost(amount, at));
      if (amount == 0 || paidUntil.compareAndSet(until, now + debt)) {
        return Math.max(0, debt - cost(at.burst(), at));
      }
    }
  }

  /** Takes back what was charged a moment ago. */
  void refund(long amount) {
    Rate at = rate;
    if (at != null) {
      paidUntil.addAndGet(-cost(amount, at));
    }
  }

  /**
   * From now on at another rate; what was charged and is not paid for stays to be paid. Called on
   * one thread at a time.
   */
  void set(Rate other, long now) {
    Rate before = rate;
    if (other.equals(before)) {
      return;
    }
    if (before == null) {
      paidUntil.set(0);
      rate = other.isUnlimited() ? null : other;
      return;
    }
    rate = other.isUnlimited() ? null : other;
    paidUntil.updateAndGet(until -> now + converted(Math.max(0, until - now), before, other));
  }

  /** As many units, and so another time. */
  private static long converted(long debt, Rate from, Rate to) {
    return (long) Math.min(FAR, Math.ceil((double) debt * from.perSecond() / to.perSecond()));
  }

  private static long cost(long amount, Rate at) {
    return amount <= Long.MAX_VALUE / NANOS
        ? Math.min(FAR, Math.ceilDiv(amount * NANOS, at.perSecond()))
        : (long) Math.min(FAR, Math.ceil((double) amount * NANOS / at.perSecond()));
  }
}

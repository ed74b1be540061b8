package io.weir.core.limit;

import io.weir.core.limit.Wait.Scope;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The buckets of one place in the tree, and its connections. */
final class Meter {
  private final Scope scope;
  private final Bucket[] buckets = new Bucket[Limit.RATES];
  private final AtomicLong connections = new AtomicLong();

  Meter(Scope scope) {
    this.scope = scope;
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new Bucket();
    }
  }

  Scope scope() {
    return scope;
  }

  AtomicLong connections() {
    return connections;
  }

  void set(Rates publish, Rates consume, Rate requests, long now) {
    set(Limit.PUBLISHED_MESSAGES, publish.messages(), now);
    set(Limit.PUBLISHED_BYTES, publish.bytes(), now);
    set(Limit.CONSUMED_MESSAGES, consume.messages(), now);
    set(Limit.CONSUMED_BYTES, consume.bytes(), now);
    set(Limit.REQUESTS, requests, now);
  }

  void set(Limit limit, Rate rate, long now) {
    of(limit).set(rate, now);
  }

  /**
   * Charges both, or nothing.
   *
   * @param second null if there is only one
   */
  Wait tryCharge(Limit first, long amount, @Nullable Limit second, long more, long now) {
    long nanos = of(first).tryCharge(amount, now);
    if (nanos > 0) {
      return Wait.ofNanos(nanos, first, scope);
    }
    if (second == null) {
      return Wait.NONE;
    }
    nanos = of(second).tryCharge(more, now);
    if (nanos > 0) {
      of(first).refund(amount);
    }
    return Wait.ofNanos(nanos, second, scope);
  }

  /** Charges both. */
  Wait charge(Limit first, long amount, @Nullable Limit second, long more, long now) {
    Wait wait = Wait.ofNanos(of(first).charge(amount, now), first, scope);
    return second == null
        ? wait
        : wait.or(Wait.ofNanos(of(second).charge(more, now), second, scope));
  }

  void refund(Limit first, long amount, @Nullable Limit second, long more) {
    of(first).refund(amount);
    if (second != null) {
      of(second).refund(more);
    }
  }

  private Bucket of(Limit limit) {
    return buckets[limit.ordinal()];
  }
}

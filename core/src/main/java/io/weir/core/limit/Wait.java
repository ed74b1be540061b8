package io.weir.core.limit;

import io.weir.core.failure.Failure;
import java.util.Locale;

/**
 * For how long to wait, and why.
 *
 * @param millis until another try may succeed; 0 in {@link #NONE} only
 * @param limit that is reached
 * @param of whose limit it is
 */
public record Wait(long millis, Limit limit, Scope of) {
  /** Whose limit. */
  public enum Scope {
    CONNECTION,
    USER,
    TENANT,
    NODE;

    private String words() {
      return this == NODE ? "this gateway" : "this " + name().toLowerCase(Locale.ROOT);
    }
  }

  private static final long NANOS_OF_A_MILLI = 1_000_000;

  /** Nobody needs to wait. */
  public static final Wait NONE = new Wait(0, Limit.REQUESTS, Scope.NODE);

  static Wait ofNanos(long nanos, Limit limit, Scope of) {
    return nanos <= 0 ? NONE : new Wait(Math.ceilDiv(nanos, NANOS_OF_A_MILLI), limit, of);
  }

  /** Whether there is something to wait for. */
  public boolean isNeeded() {
    return millis > 0;
  }

  /** The longer of two. */
  Wait or(Wait other) {
    return other.millis > millis ? other : this;
  }

  /** What to answer to whoever is to come back later. */
  public Failure.Throttled failure() {
    return new Failure.Throttled(
        "the limit of " + limit.words() + " of " + of.words() + " is reached", millis);
  }
}

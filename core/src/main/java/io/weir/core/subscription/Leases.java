package io.weir.core.subscription;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Deliveries that end by themselves, by the time at which they do. Not thread-safe. */
final class Leases {
  private final NavigableSet<Lease> byEnd =
      new TreeSet<>(Comparator.comparingLong(Lease::endsAt).thenComparingLong(Lease::number));

  /** A delivery until a time. */
  record Lease(long endsAt, long number, long consumer) {}

  void begin(long endsAt, long number, long consumer) {
    if (endsAt != Loaded.NEVER) {
      byEnd.add(new Lease(endsAt, number, consumer));
    }
  }

  void end(long endsAt, long number, long consumer) {
    if (endsAt != Loaded.NEVER) {
      byEnd.remove(new Lease(endsAt, number, consumer));
    }
  }

  /** Takes out one that is over. */
  @Nullable Lease takeOver(long now) {
    return nextEnd() <= now ? byEnd.pollFirst() : null;
  }

  /** When the next one ends; {@link Loaded#NEVER} if none does. */
  long nextEnd() {
    return byEnd.isEmpty() ? Loaded.NEVER : byEnd.first().endsAt();
  }
}

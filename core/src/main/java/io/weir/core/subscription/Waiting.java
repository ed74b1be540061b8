package io.weir.core.subscription;

import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Messages that are not to be delivered before a time. Not thread-safe. */
final class Waiting {
  private final NavigableMap<Due, Entry> byDue =
      new TreeMap<>(
          Comparator.comparingLong(Due::at)
              .thenComparingInt(Due::lane)
              .thenComparingLong(Due::offset));

  private record Due(long at, int lane, long offset) {}

  void add(Entry entry, long dueAt) {
    byDue.put(new Due(dueAt, entry.lane, entry.offset), entry);
  }

  /** Takes out one whose time has come. */
  @Nullable Entry takeDue(long now) {
    return nextDue() <= now ? byDue.pollFirstEntry().getValue() : null;
  }

  /** When the next one is due; {@link Loaded#NEVER} if none waits. */
  long nextDue() {
    return byDue.isEmpty() ? Loaded.NEVER : byDue.firstKey().at();
  }

  int size() {
    return byDue.size();
  }
}

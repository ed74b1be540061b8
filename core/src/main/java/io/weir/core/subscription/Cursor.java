package io.weir.core.subscription;

import io.weir.backend.OffsetRanges;
import io.weir.core.subscription.CursorRecord.FailureCount;
import io.weir.core.subscription.CursorRecord.SettledRange;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is settled of one partition, and what is known of the rest: a floor before which everything
 * is, ranges above it, how often the delivery of what is not settled has failed, and the
 * <em>mark</em>, before which messages may have been delivered. It costs as much as there are
 * ranges and counts, and these are no more than messages that have been delivered and not settled.
 *
 * <p>It collects what changes, until {@link #delta} or {@link #snapshot} takes it away to be
 * written down. Not thread-safe.
 */
final class Cursor {
  private final OffsetRanges settled = new OffsetRanges();
  private final NavigableMap<Long, Integer> counts = new TreeMap<>();
  private long floor;
  private long mark;

  /** What changed since it was last taken away; counts of what has been settled since go along. */
  private final OffsetRanges newlySettled = new OffsetRanges();

  private final NavigableMap<Long, Integer> newCounts = new TreeMap<>();
  private boolean changed;
  private boolean urgent;
  private @Nullable Gauge gauge;

  /** One of a subscription to what lies at an offset and after it. */
  Cursor(long floor) {
    this.floor = floor;
    this.mark = floor;
  }

  /** One that was written down whole. */
  static Cursor of(CursorRecord snapshot) {
    Cursor cursor = new Cursor(snapshot.floor());
    cursor.apply(snapshot);
    return cursor;
  }

  /** Takes over what was written down after all that is known. */
  void apply(CursorRecord record) {
    for (SettledRange range : record.settled()) {
      settled.add(range.from(), range.before());
      counts.subMap(range.from(), range.before()).clear();
    }
    record.counts().forEach(count -> counts.put(count.offset(), count.times()));
    floor = Math.max(floor, record.floor());
    mark = record.mark();
    advance();
  }

  long floor() {
    return floor;
  }

  long mark() {
    return mark;
  }

  boolean isSettled(long offset) {
    return nextUnsettled(offset) > offset;
  }

  /** The first offset from one on that is not settled. */
  long nextUnsettled(long offset) {
    return settled.endFrom(Math.max(offset, floor));
  }

  /** How many offsets before one are not settled. */
  long unsettledBefore(long end) {
    long[] open = {Math.max(0, end - floor)};
    settled.forEach(
        (from, before) -> open[0] -= Math.max(0, Math.min(before, end) - Math.min(from, end)));
    return open[0];
  }

  /** What is settled above the floor. */
  List<SettledRange> settledRanges() {
    return ranges(settled);
  }

  /** How often the delivery of a message has failed. */
  int count(long offset) {
    return counts.getOrDefault(offset, 0);
  }

  /** Settles the offsets from one to before another, whether they are already or not. */
  void settle(long from, long before) {
    long first = nextUnsettled(from);
    if (first >= before) {
      return;
    }
    settled.add(first, before);
    newlySettled.add(first, before);
    counts.subMap(first, before).clear();
    changed = true;
    advance();
    if (gauge != null) {
      gauge.settled(first, before);
    }
  }

  /** From now on bytes are told of what is settled. */
  void tell(Gauge other) {
    gauge = other;
  }

  /** Notes how often the delivery of a message that is not settled has failed. */
  void count(long offset, int times) {
    counts.put(offset, times);
    newCounts.put(offset, times);
    changed = true;
  }

  /** Says that messages before an offset are to be delivered. */
  void mark(long before) {
    mark = Math.max(before, floor);
    touch();
  }

  private void advance() {
    floor = settled.endFrom(floor);
    settled.removeBefore(floor);
    counts.headMap(floor, false).clear();
    mark = Math.max(mark, floor);
  }

  /** Has it written down although nothing has changed. */
  void touch() {
    changed = true;
    urgent = true;
  }

  /** Whether something is to be written down for which others wait: a mark, or that it is there. */
  boolean isUrgent() {
    return urgent;
  }

  /** Whether there is something to write down. */
  boolean hasChanged() {
    return changed;
  }

  /** What changed since the last delta or snapshot was taken. */
  CursorRecord delta(long number) {
    newlySettled.removeBefore(floor);
    List<FailureCount> stillCounting = new ArrayList<>();
    newCounts.forEach(
        (offset, times) -> {
          if (!isSettled(offset)) {
            stillCounting.add(new FailureCount(offset, times));
          }
        });
    List<SettledRange> above =
        ranges(newlySettled).stream().filter(range -> range.from() >= floor).toList();
    forgetChanges();
    return new CursorRecord(number, floor, mark, above, stillCounting);
  }

  /** Everything, to be written down; what changed until now need not be any more. */
  CursorRecord snapshot(long number) {
    forgetChanges();
    return snapshotOf(number);
  }

  /** Everything. */
  CursorRecord snapshotOf(long number) {
    List<FailureCount> all = new ArrayList<>(counts.size());
    counts.forEach((offset, times) -> all.add(new FailureCount(offset, times)));
    return new CursorRecord(number, floor, mark, ranges(settled), all);
  }

  private void forgetChanges() {
    newlySettled.clear();
    newCounts.clear();
    changed = false;
    urgent = false;
  }

  private static List<SettledRange> ranges(OffsetRanges of) {
    List<SettledRange> list = new ArrayList<>(of.count());
    of.forEach((from, before) -> list.add(new SettledRange(from, before)));
    return list;
  }
}

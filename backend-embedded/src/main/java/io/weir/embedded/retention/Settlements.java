package io.weir.embedded.retention;

import io.weir.backend.OffsetRanges;
import io.weir.embedded.index.Rows;
import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.state.Partition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What owners of partitions have settled and the log has not yet freed, in memory: they say it
 * again after a restart. Used by any thread.
 */
public final class Settlements {
  /**
   * The most ranges that are kept of one partition: a further one is kept if it goes on where
   * another ends.
   */
  static final int MOST_RANGES = 100_000;

  private final Map<Partition, OffsetRanges> settled = new ConcurrentHashMap<>();

  public void add(Partition partition, long from, long before) {
    settled.compute(
        partition,
        (unused, known) -> {
          OffsetRanges ranges = known == null ? new OffsetRanges() : known;
          ranges.removeBefore(partition.logStart());
          boolean room = ranges.count() < MOST_RANGES || ranges.endFrom(from - 1) >= from;
          if (before > partition.logStart() && room) {
            ranges.add(Math.max(from, partition.logStart()), before);
          }
          return ranges.count() == 0 ? null : ranges;
        });
  }

  /** The partitions of which something is settled. */
  List<Partition> partitions() {
    return List.copyOf(settled.keySet());
  }

  /** Where the log start may move to: the first offset from it on that is not settled. */
  long due(Partition partition) {
    long start = partition.logStart();
    long[] due = {start};
    settled.computeIfPresent(
        partition,
        (unused, ranges) -> {
          due[0] = ranges.endFrom(start);
          return ranges;
        });
    return due[0];
  }

  /** Whether all from one offset to before another is settled. */
  boolean covers(Partition partition, long from, long before) {
    boolean[] covers = {false};
    settled.computeIfPresent(
        partition,
        (unused, ranges) -> {
          covers[0] = ranges.contains(from, before);
          return ranges;
        });
    return covers[0];
  }

  /**
   * Whether a row's batch has anything past the log start that is not settled. The last one of a
   * partition is kept in any case, so that who reads before the high watermark finds something. So
   * is the end of an aborted transaction: readers would take what its producer committed later for
   * aborted, too, as long as anything of it is there.
   *
   * @param aborted the transactions whose markers are among the rows
   */
  public boolean leaves(Partition partition, Rows rows, int row, List<AbortedRange> aborted) {
    long base = rows.baseOffset(row);
    long end = rows.endOffset(row);
    return end > partition.logStart()
        && (end >= partition.highWatermark()
            || !covers(partition, base, end)
            || aborted.stream().anyMatch(range -> range.marker() == base));
  }

  /** Whether anything of a partition is settled that the log start has not passed. */
  public boolean hasAny(Partition partition) {
    return !settled.isEmpty() && settled.containsKey(partition);
  }

  /** Forgets what is before the log start of a partition, or all of it if that is deleted. */
  void carriedOut(Partition partition) {
    settled.computeIfPresent(
        partition,
        (unused, ranges) -> {
          ranges.removeBefore(partition.logStart());
          return ranges.count() == 0 || partition.topic().isDeleted() ? null : ranges;
        });
  }
}

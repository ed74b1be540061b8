package io.weir.embedded;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells each partition which sealed segments hold its batches, from the segments' indexes, when a
 * log is opened.
 */
final class Directory {
  private final LogState state;
  private final Map<Partition, Pieces> found = new HashMap<>();

  Directory(LogState state) {
    this.state = state;
  }

  /** Takes in all sealed segments, by ascending number. */
  void attach(List<SealedSegment> segments) {
    for (SealedSegment segment : segments) {
      int number = segment.segment().number();
      state.sealed().put(number, segment);
      SegmentIndex index = segment.index();
      if (index != null) {
        collect(number, index);
      }
    }
    found.forEach((partition, pieces) -> partition.rows(pieces.index()));
  }

  private void collect(int segment, SegmentIndex index) {
    for (int slot = 0; slot < index.partitions(); slot++) {
      Partition partition = state.partitions().get(index.partition(slot));
      if (partition != null && index.nextOffset(slot) > partition.logStart()) {
        found
            .computeIfAbsent(partition, unused -> new Pieces())
            .add(segment, index.firstOffset(slot));
        if (index.hasAborted(slot)) {
          partition.foundAborted(segment);
        }
      }
    }
  }

  private static final class Pieces {
    private int[] segments = new int[2];
    private long[] bases = new long[2];
    private int count;

    void add(int segment, long base) {
      if (count == segments.length) {
        segments = Arrays.copyOf(segments, count * 2);
        bases = Arrays.copyOf(bases, count * 2);
      }
      segments[count] = segment;
      bases[count] = base;
      count++;
    }

    PartitionIndex index() {
      return new PartitionIndex(Arrays.copyOf(segments, count), Arrays.copyOf(bases, count), null);
    }
  }
}

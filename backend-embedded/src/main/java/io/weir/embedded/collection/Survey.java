package io.weir.embedded.collection;

import io.weir.embedded.index.Rows;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.index.SegmentIndex;
import io.weir.embedded.read.BatchReader;
import io.weir.embedded.retention.Settlements;
import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.segment.Coverage;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.PartitionTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a sealed segment is still needed, by its index.
 *
 * @param remnants of each partition that needs something of it
 */
record Survey(SealedSegment source, List<Remnant> remnants) {
  /**
   * What a partition needs of it.
   *
   * @param from what the segment is responsible for begins here
   * @param to and ends before this
   * @param bytes that its batches take in another segment, their entries' heads included
   */
  record Remnant(Partition partition, SealedSegment source, long from, long to, long bytes) {
    Life life() {
      return Life.of(partition.topic().settings());
    }
  }

  /** The bytes of the segment that something was written to. */
  long usedBytes() {
    return source.segment().limit();
  }

  /** About what other segments would take for what is needed, one for each class of life. */
  long neededBytes() {
    long segments = remnants.stream().map(Remnant::life).distinct().count();
    return segments * CollectedWriter.EMPTY_BYTES + remnantBytes();
  }

  /** The same without what the segments take that have nothing. */
  long remnantBytes() {
    return remnants.stream().mapToLong(each -> each.bytes() + Coverage.usualFootprint()).sum();
  }

  /**
   * Whether it may be that no more than a part of a segment is needed: as its slots say, without a
   * look at its rows.
   *
   * @param live all partitions, by number
   */
  static boolean mayNeedAtMost(
      long bytes, SegmentIndex index, int number, PartitionTable live, Settlements settlements) {
    long needed = 0;
    for (int slot = 0; slot < index.partitions(); slot++) {
      Partition partition = live.get(index.partition(slot));
      if (partition != null
          && partition.logStart() <= index.firstOffset(slot)
          && !settlements.hasAny(partition)
          && partition.rows().holds(number, index.firstOffset(slot))) {
        needed += index.bytes(slot);
        if (needed > bytes) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Looks at its rows; may wait for the disk. Null if it is going away, or has something damaged:
   * that stays where it is.
   */
  static @Nullable Survey of(SealedSegment source, PartitionTable live, Settlements settlements) {
    Segment segment = source.segment();
    SegmentIndex index = source.index();
    if (index == null || !segment.retain()) {
      return null;
    }
    try {
      List<Remnant> remnants = new ArrayList<>();
      for (int slot = 0; slot < index.partitions(); slot++) {
        Partition partition = live.get(index.partition(slot));
        if (partition != null
            && partition.logStart() < index.nextOffset(slot)
            && partition.rows().holds(segment.number(), index.firstOffset(slot))) {
          Rows rows = source.rows(partition.number());
          long bytes = needed(rows, partition, settlements, source.aborted(partition.number()));
          if (bytes < 0) {
            return null;
          }
          remnants.add(
              new Remnant(partition, source, rows.firstOffset(), rows.nextOffset(), bytes));
        }
      }
      return new Survey(source, remnants);
    } finally {
      segment.release();
    }
  }

  /** Bytes of what is not settled; negative if anything is damaged, or missing. */
  private static long needed(
      Rows rows, Partition partition, Settlements settlements, List<AbortedRange> aborted) {
    BatchReader reader = new BatchReader(rows);
    long bytes = 0;
    for (int row = 0; row < rows.count(); row++) {
      if (rows.size(row) == 0) {
        return -1;
      }
      if (rows.endOffset(row) > partition.logStart() && reader.lacksBefore(row, partition)) {
        return -1;
      }
      if (settlements.leaves(partition, rows, row, aborted)) {
        bytes += EntryHeader.footprint(rows.size(row));
      }
    }
    return bytes;
  }
}

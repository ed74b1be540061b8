package io.weir.embedded.read;

import io.weir.embedded.index.ActiveRows;
import io.weir.embedded.index.PartitionIndex;
import io.weir.embedded.index.Rows;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.Partition.Trimmed;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes the batches of a partition take from its log start on, the one that this lies in
 * included. What its pieces have is in memory; where the log start lies within a sealed one, its
 * index says how much lies before that, and then it is remembered.
 */
public final class StoredBytes {

  private StoredBytes() {}

  /**
   * May wait for the disk, but where it {@link #isInMemory}.
   *
   * @param index the partition's pieces, as they were a moment ago
   * @param start its log start, likewise
   */
  public static long of(Partition partition, PartitionIndex index, long start, LogState state) {
    int first = first(partition, index, start);
    long bytes = isCut(index, first, start) ? -before(partition, index, first, start, state) : 0;
    for (int piece = first; piece < index.sealedPieces(); piece++) {
      bytes += index.bytes(piece);
    }
    ActiveRows active = index.active();
    if (active != null) {
      bytes -= before(active, start); // counted first: what is added meanwhile lies behind it
      bytes += active.bytes();
    }
    return bytes;
  }

  /** Whether nothing has to be read for that. */
  static boolean isInMemory(Partition partition, PartitionIndex index, long start) {
    int first = first(partition, index, start);
    return !isCut(index, first, start) || isKnown(partition.trimmed(), index, first, start);
  }

  /** The first piece that may have something from a log start on; before it, none has. */
  public static int first(Partition partition, PartitionIndex index, long start) {
    int first = 0;
    while (first < index.sealedPieces() && end(partition, index, first) <= start) {
      first++;
    }
    return first;
  }

  /** Nothing of a piece lies at this offset or behind it. */
  private static long end(Partition partition, PartitionIndex index, int piece) {
    if (piece + 1 < index.sealedPieces()) {
      return index.bases()[piece + 1];
    }
    ActiveRows active = index.active();
    return active == null ? partition.highWatermark() : active.baseOffset(0);
  }

  private static boolean isCut(PartitionIndex index, int first, long start) {
    return first < index.sealedPieces() && index.bases()[first] < start;
  }

  private static boolean isKnown(
      @Nullable Trimmed known, PartitionIndex index, int piece, long start) {
    return known != null && known.logStart() == start && known.segment() == index.segment(piece);
  }

  private static long before(
      Partition partition, PartitionIndex index, int piece, long start, LogState state) {
    Trimmed known = partition.trimmed();
    if (known != null && isKnown(known, index, piece, start)) {
      return known.bytes();
    }
    Rows rows = LogReader.hold(index, piece, partition, state);
    if (rows == null) {
      return 0; // it was collected meanwhile, and counts once more whole
    }
    try {
      long bytes = before(rows, start);
      partition.trimmed(new Trimmed(index.segment(piece), start, bytes));
      return bytes;
    } finally {
      rows.segment().release();
    }
  }

  private static long before(Rows rows, long start) {
    long bytes = 0;
    for (int row = 0; row < rows.count() && rows.endOffset(row) <= start; row++) {
      bytes += rows.size(row);
    }
    return bytes;
  }
}

package io.weir.embedded;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a partition's batches are: which sealed segments hold some, from which offset on, and the
 * rows in the segment that is being written. Immutable; the sequencer replaces it.
 *
 * @param segments numbers of sealed segments, ascending
 * @param bases the partition's first offset in each of them
 * @param active its rows in the active segment, or null if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record PartitionIndex(int[] segments, long[] bases, @Nullable ActiveRows active) {
  static final PartitionIndex EMPTY = new PartitionIndex(new int[0], new long[0], null);

  /** Pieces, the active one included. */
  int pieces() {
    return segments.length + (active == null ? 0 : 1);
  }

  /**
   * The piece that holds an offset, if any does: the last that begins at or before it, or the
   * first.
   */
  int pieceFor(long offset) {
    ActiveRows rows = active;
    if (rows != null && rows.count() > 0 && rows.baseOffset(0) <= offset) {
      return segments.length;
    }
    int found = Arrays.binarySearch(bases, offset);
    return Math.max(0, found >= 0 ? found : -found - 2);
  }

  PartitionIndex withActive(ActiveRows rows) {
    return new PartitionIndex(segments, bases, rows);
  }

  /** The active rows have become those of a sealed segment. */
  PartitionIndex sealed(int segment, long base) {
    int length = segments.length;
    int[] numbers = Arrays.copyOf(segments, length + 1);
    long[] offsets = Arrays.copyOf(bases, length + 1);
    numbers[length] = segment;
    offsets[length] = base;
    return new PartitionIndex(numbers, offsets, null);
  }

  /** Without the sealed segments that hold nothing from an offset on. */
  PartitionIndex trimmed(long logStart) {
    int keep = 0;
    while (keep < segments.length && endsBefore(keep, logStart)) {
      keep++;
    }
    return keep == 0
        ? this
        : new PartitionIndex(
            Arrays.copyOfRange(segments, keep, segments.length),
            Arrays.copyOfRange(bases, keep, bases.length),
            active);
  }

  private boolean endsBefore(int piece, long logStart) {
    if (piece + 1 < bases.length) {
      return bases[piece + 1] <= logStart;
    }
    ActiveRows rows = active;
    return rows != null && rows.count() > 0 && rows.baseOffset(0) <= logStart;
  }
}

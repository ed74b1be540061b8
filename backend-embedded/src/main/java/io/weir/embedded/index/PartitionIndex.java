package io.weir.embedded.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a partition's batches are: which sealed segments hold some, from which offset on, and the
 * rows in the segment that is being written. Immutable; the sequencer replaces it.
 *
 * @param segments numbers of sealed segments, in the order of their offsets
 * @param bases the first offset that each of them is responsible for, ascending
 * @param active its rows in the active segment, or null if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record PartitionIndex(int[] segments, long[] bases, @Nullable ActiveRows active) {
  public static final PartitionIndex EMPTY = new PartitionIndex(new int[0], new long[0], null);

  /** Pieces, the active one included. */
  public int pieces() {
    return segments.length + (active == null ? 0 : 1);
  }

  /**
   * The piece that holds an offset, if any does: the last that begins at or before it, or the
   * first.
   */
  public int pieceFor(long offset) {
    ActiveRows rows = active;
    if (rows != null && rows.count() > 0 && rows.baseOffset(0) <= offset) {
      return segments.length;
    }
    int found = Arrays.binarySearch(bases, offset);
    return Math.max(0, found >= 0 ? found : -found - 2);
  }

  /**
   * Whether a sealed segment is one of the pieces; a slot that is none counts no more, for a
   * collected segment took it over or nothing of it lies past the log start.
   *
   * @param base what its index says is the partition's first offset there
   */
  public boolean holds(int segment, long base) {
    int found = Arrays.binarySearch(bases, base);
    if (found >= 0 && segments[found] == segment) {
      return true;
    }
    // An index that was made again from a damaged segment may begin elsewhere.
    return holds(segment);
  }

  public boolean holds(int segment) {
    for (int number : segments) {
      if (number == segment) {
        return true;
      }
    }
    return false;
  }

  public PartitionIndex withActive(ActiveRows rows) {
    return new PartitionIndex(segments, bases, rows);
  }

  /** The active rows have become those of a sealed segment. */
  public PartitionIndex sealed(int segment, long base) {
    int length = segments.length;
    int[] numbers = Arrays.copyOf(segments, length + 1);
    long[] offsets = Arrays.copyOf(bases, length + 1);
    numbers[length] = segment;
    offsets[length] = base;
    return new PartitionIndex(numbers, offsets, null);
  }

  /** With one segment in the place of all that begin in a range of offsets. */
  public PartitionIndex collected(int segment, long from, long to) {
    int first = Arrays.binarySearch(bases, from);
    first = first >= 0 ? first : -first - 1;
    int last = Arrays.binarySearch(bases, to);
    last = last >= 0 ? last : -last - 1;
    int length = segments.length - (last - first) + 1;
    int[] numbers = Arrays.copyOf(segments, length);
    long[] offsets = Arrays.copyOf(bases, length);
    numbers[first] = segment;
    offsets[first] = from;
    System.arraycopy(segments, last, numbers, first + 1, segments.length - last);
    System.arraycopy(bases, last, offsets, first + 1, bases.length - last);
    return new PartitionIndex(numbers, offsets, active);
  }

  /** Without the sealed segments that hold nothing from an offset on. */
  public PartitionIndex trimmed(long logStart) {
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

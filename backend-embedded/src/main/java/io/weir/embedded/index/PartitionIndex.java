package io.weir.embedded.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a partition's batches are: which sealed segments hold some, how much, and from which offset
 * on, and the rows in the segment that is being written. Immutable; the sequencer replaces it.
 *
 * @param places the sealed segments, in the order of their offsets, each as {@link #place} has it
 * @param bases the first offset that each of them is responsible for, ascending
 * @param active its rows in the active segment, or null if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record PartitionIndex(long[] places, long[] bases, @Nullable ActiveRows active) {
  public static final PartitionIndex EMPTY = new PartitionIndex(new long[0], new long[0], null);

  /**
   * A piece in a sealed segment.
   *
   * @param segment its number
   * @param bytes of the partition's batches there, no more than a segment has
   */
  public static long place(int segment, long bytes) {
    return (long) segment << Integer.SIZE | bytes;
  }

  /** Pieces, the active one included. */
  public int pieces() {
    return places.length + (active == null ? 0 : 1);
  }

  /** Pieces in sealed segments, which come before the active one. */
  public int sealedPieces() {
    return places.length;
  }

  /** The number of the sealed segment that a piece lies in. */
  public int segment(int piece) {
    return (int) (places[piece] >>> Integer.SIZE);
  }

  /** Bytes of all batches of a piece in a sealed segment. */
  public long bytes(int piece) {
    return Integer.toUnsignedLong((int) places[piece]);
  }

  /**
   * The piece that holds an offset, if any does: the last that begins at or before it, or the
   * first.
   */
  public int pieceFor(long offset) {
    ActiveRows rows = active;
    if (rows != null && rows.count() > 0 && rows.baseOffset(0) <= offset) {
      return places.length;
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
    if (found >= 0 && segment(found) == segment) {
      return true;
    }
    // An index that was made again from a damaged segment may begin elsewhere.
    return holds(segment);
  }

  public boolean holds(int segment) {
    for (int piece = 0; piece < places.length; piece++) {
      if (segment(piece) == segment) {
        return true;
      }
    }
    return false;
  }

  public PartitionIndex withActive(ActiveRows rows) {
    return new PartitionIndex(places, bases, rows);
  }

  /** The active rows have become those of a sealed segment. */
  public PartitionIndex sealed(int segment, Rows rows) {
    int length = places.length;
    long[] more = Arrays.copyOf(places, length + 1);
    long[] offsets = Arrays.copyOf(bases, length + 1);
    more[length] = place(segment, rows.bytes());
    offsets[length] = rows.baseOffset(0);
    return new PartitionIndex(more, offsets, null);
  }

  /** With one segment in the place of all that begin in a range of offsets. */
  public PartitionIndex collected(int segment, long from, long to, long bytes) {
    int first = Arrays.binarySearch(bases, from);
    first = first >= 0 ? first : -first - 1;
    int last = Arrays.binarySearch(bases, to);
    last = last >= 0 ? last : -last - 1;
    int length = places.length - (last - first) + 1;
    long[] others = Arrays.copyOf(places, length);
    long[] offsets = Arrays.copyOf(bases, length);
    others[first] = place(segment, bytes);
    offsets[first] = from;
    System.arraycopy(places, last, others, first + 1, places.length - last);
    System.arraycopy(bases, last, offsets, first + 1, bases.length - last);
    return new PartitionIndex(others, offsets, active);
  }

  /** Without the sealed segments that hold nothing from an offset on. */
  public PartitionIndex trimmed(long logStart) {
    int keep = 0;
    while (keep < places.length && endsBefore(keep, logStart)) {
      keep++;
    }
    return keep == 0
        ? this
        : new PartitionIndex(
            Arrays.copyOfRange(places, keep, places.length),
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

package io.weir.embedded.index;

import io.weir.embedded.segment.Segment;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one partition in one segment, by ascending offset: the part of an index that
 * answers where an offset lies. A row of size 0 says that what lay there is damaged, up to the next
 * row's base offset.
 */
public interface Rows {
  int count();

  long baseOffset(int row);

  /** The greatest timestamp in the batch, or -1. */
  long maxTimestamp(int row);

  /** The greatest timestamp in all batches, or -1. */
  long maxTimestamp();

  /** Where the batch begins in the segment, after its entry header. */
  int position(int row);

  /** Bytes of the batch; 0 for damage. */
  int size(int row);

  /**
   * The first offset that these rows are responsible for: the first row's, unless more was before
   * it when the segment was collected.
   */
  long firstOffset();

  /** The offset after the last that they are responsible for, likewise. */
  long nextOffset();

  /** Bytes of all batches. */
  long bytes();

  Segment segment();

  /**
   * Whether this process wrote a row so lately that it is surely whole and in memory; where it did,
   * it wrote all after it, too.
   */
  boolean trusted(int row);

  /**
   * The first row from one on that may have a record with a key of some hash; {@link #count} or
   * more if there is none. A row of which no keys are known may have any.
   */
  default int nextWith(int hash, int row) {
    return row;
  }

  /** Whether it is known which keys a row has, as far as hashes tell. */
  default boolean hasKnownKeys(int row) {
    return false;
  }

  /** All keys that are known, as {@link ActiveKeys#sorted} has them; null if none are. */
  default long @Nullable [] keys() {
    return null;
  }

  /** The offset after a row's batch; -1 where only the batch's own head says it. */
  default long batchEnd(int row) {
    return -1;
  }

  /** The offset after a row, holes that follow it included. */
  default long endOffset(int row) {
    return row + 1 < count() ? baseOffset(row + 1) : nextOffset();
  }

  /** The last row that begins at an offset or before it; -1 if all begin after it. */
  default int floor(long offset) {
    int low = 0;
    int high = count() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (baseOffset(middle) <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }
}

package io.weir.embedded;

/**
 * The batches of one partition in one segment, by ascending offset: the part of an index that
 * answers where an offset lies. A row of size 0 says that what lay there is damaged, up to the next
 * row's base offset.
 */
interface Rows {
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

  /** The offset after the last row. */
  long nextOffset();

  /** Bytes of all batches. */
  long bytes();

  Segment segment();

  /**
   * Whether this process wrote a row so lately that it is surely whole and in memory; where it did,
   * it wrote all after it, too.
   */
  boolean trusted(int row);

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

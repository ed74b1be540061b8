package io.weir.embedded.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of one partition have which keys, in the segment that is being written: a row and a
 * hash each, in the order of the rows. The sequencer adds, anybody reads. Those of a row are there
 * before the row is.
 */
public final class ActiveKeys {
  private final int firstRow;
  private volatile long[] cells = new long[4];
  private volatile int count;

  /**
   * @param firstRow of the rows before it no keys are known
   */
  ActiveKeys(int firstRow) {
    this.firstRow = firstRow;
  }

  /**
   * The sequencer's.
   *
   * @param row greater than all before
   * @param hashes null if they are not known
   */
  void add(int row, int @Nullable [] hashes) {
    int next = count;
    int more = hashes == null ? 1 : hashes.length;
    long[] target = cells;
    if (next + more > target.length) {
      target = Arrays.copyOf(target, Math.max(next + more, target.length * 2));
    }
    for (int i = 0; i < more; i++) {
      int hash = hashes == null ? KeyHashes.ANY : hashes[i];
      target[next + i] = (long) row << 32 | Integer.toUnsignedLong(hash);
    }
    cells = target;
    count = next + more;
  }

  /** See {@link Rows#nextWith}; a great number if there is none. */
  int nextWith(int hash, int row) {
    if (row < firstRow) {
      return row;
    }
    int end = count;
    long[] all = cells;
    for (int i = floor(all, end, row); i < end; i++) {
      int found = (int) all[i];
      if (found == hash || found == KeyHashes.ANY) {
        return (int) (all[i] >>> 32);
      }
    }
    return Integer.MAX_VALUE;
  }

  /** See {@link Rows#hasKnownKeys}. */
  boolean isKnown(int row) {
    int end = count;
    long[] all = cells;
    int first = floor(all, end, row);
    return row >= firstRow && (first == end || all[first] != (long) row << 32);
  }

  /** Where the first of a row is, or of those after it. */
  private static int floor(long[] cells, int count, int row) {
    int found = Arrays.binarySearch(cells, 0, count, (long) row << 32);
    return found >= 0 ? found : -found - 1;
  }

  /** All, as an index has them: a hash and a row each, sorted by both. */
  long[] sorted() {
    int end = count;
    long[] all = cells;
    long[] sorted = new long[firstRow + end];
    for (int row = 0; row < firstRow; row++) {
      sorted[row] = posting(KeyHashes.ANY, row);
    }
    for (int i = 0; i < end; i++) {
      sorted[firstRow + i] = posting((int) all[i], (int) (all[i] >>> 32));
    }
    Arrays.sort(sorted);
    return sorted;
  }

  public static long posting(int hash, int row) {
    return (long) hash << 32 | Integer.toUnsignedLong(row);
  }
}

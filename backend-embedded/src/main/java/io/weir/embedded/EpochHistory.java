package io.weir.embedded;

import io.weir.backend.EpochEnd;
import java.util.Arrays;
import java.util.Optional;

/**
 * The leader epochs of a partition and where each began. Immutable.
 *
 * @param epochs ascending, never empty
 * @param starts the first offset of each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record EpochHistory(int[] epochs, long[] starts) {
  /** An epoch begins with an unclean stop; so many are more than a reader can ask about. */
  private static final int MOST = 1024;

  static final EpochHistory FIRST = new EpochHistory(new int[] {0}, new long[] {0});

  int current() {
    return epochs[epochs.length - 1];
  }

  /** Whether an epoch but the first began at an offset. */
  boolean beganAt(long offset) {
    for (int i = starts.length - 1; i >= 0 && starts[i] >= offset; i--) {
      if (starts[i] == offset && epochs[i] > 0) {
        return true;
      }
    }
    return false;
  }

  EpochHistory next(long start) {
    int from = Math.max(0, epochs.length + 1 - MOST);
    int length = epochs.length - from;
    int[] moreEpochs = Arrays.copyOf(Arrays.copyOfRange(epochs, from, epochs.length), length + 1);
    long[] moreStarts = Arrays.copyOf(Arrays.copyOfRange(starts, from, starts.length), length + 1);
    moreEpochs[length] = current() + 1;
    moreStarts[length] = start;
    return new EpochHistory(moreEpochs, moreStarts);
  }

  /**
   * The largest epoch not after the one asked for and its end; {@code end} is where the current one
   * ends now.
   */
  Optional<EpochEnd> endOf(int epoch, long end) {
    int found = Arrays.binarySearch(epochs, epoch);
    int at = found >= 0 ? found : -found - 2;
    if (at < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new EpochEnd(epochs[at], at + 1 < epochs.length ? Math.min(starts[at + 1], end) : end));
  }
}

package io.weir.embedded.state;

import io.weir.backend.EpochEnd;
import java.util.Arrays;
import java.util.Optional;

/**
 * The leader epochs of a partition, where each began, and what was skipped then. Immutable.
 *
 * @param epochs ascending, never empty
 * @param starts the first offset of each
 * @param resumes the first offset of each that was given to a record, or will be: what lies before
 *     it was skipped
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record EpochHistory(int[] epochs, long[] starts, long[] resumes) {
  /** An epoch begins with an unclean stop; so many are more than a reader can ask about. */
  private static final int MOST = 1024;

  public static final EpochHistory FIRST =
      new EpochHistory(new int[] {0}, new long[] {0}, new long[] {0});

  int current() {
    return epochs[epochs.length - 1];
  }

  /** Whether no record was ever given an offset from one place to before another. */
  public boolean skipped(long from, long to) {
    for (int i = starts.length - 1; i >= 0; i--) {
      if (starts[i] <= from && to <= resumes[i]) {
        return true;
      }
    }
    return false;
  }

  /** Where what was skipped right before an offset begins; the offset itself if nothing was. */
  long beforeSkipped(long offset) {
    for (int i = starts.length - 1; i >= 0; i--) {
      if (resumes[i] == offset) {
        return starts[i];
      }
    }
    return offset;
  }

  /**
   * This and one epoch more.
   *
   * @param start where it begins
   * @param resume what its first record is given
   */
  EpochHistory next(long start, long resume) {
    int from = Math.max(0, epochs.length + 1 - MOST);
    int length = epochs.length - from;
    int[] moreEpochs = Arrays.copyOf(Arrays.copyOfRange(epochs, from, epochs.length), length + 1);
    moreEpochs[length] = current() + 1;
    return new EpochHistory(moreEpochs, append(starts, from, start), append(resumes, from, resume));
  }

  /** The same, and one epoch, if it is known, resumes where it is said to. */
  public EpochHistory resuming(int epoch, long resume) {
    int found = Arrays.binarySearch(epochs, epoch);
    if (found < 0) {
      return this;
    }
    long[] others = resumes.clone();
    others[found] = resume;
    return new EpochHistory(epochs, starts, others);
  }

  private static long[] append(long[] values, int from, long value) {
    long[] more = Arrays.copyOfRange(values, from, values.length + 1);
    more[more.length - 1] = value;
    return more;
  }

  /**
   * The largest epoch not after the one asked for and its end; {@code end} is where the current one
   * ends now.
   */
  public Optional<EpochEnd> endOf(int epoch, long end) {
    int found = Arrays.binarySearch(epochs, epoch);
    int at = found >= 0 ? found : -found - 2;
    if (at < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new EpochEnd(epochs[at], at + 1 < epochs.length ? Math.min(starts[at + 1], end) : end));
  }
}

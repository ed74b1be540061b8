package io.weir.core.queue;

/**
 * How many messages several consumers, of whatever queues, may have unsettled together. Any thread.
 */
public final class SharedPrefetch {
  private volatile int most;

  /**
   * @param most from 1; {@link Integer#MAX_VALUE} for any number
   */
  public SharedPrefetch(int most) {
    change(most);
  }

  public int most() {
    return most;
  }

  /** From now on it is so many; what was delivered stays where it is. */
  public void change(int other) {
    if (other < 1) {
      throw new IllegalArgumentException("a prefetch is a number from 1");
    }
    most = other;
  }
}

package io.weir.core.queue;

import io.weir.core.subscription.Permits;

/**
 * How many messages several consumers, of whatever queues, may have unsettled together. It does not
 * bound consumers to whom messages are settled with their delivery, nor readers of streams. Any
 * thread.
 */
public final class SharedPrefetch {
  private final Permits permits;

  /**
   * @param most from 1; {@link Integer#MAX_VALUE} for any number
   */
  public SharedPrefetch(int most) {
    this.permits = new Permits(most);
  }

  public int most() {
    return permits.most();
  }

  /** From now on it is so many; what was delivered stays where it is. */
  public void change(int other) {
    permits.change(other);
  }

  Permits permits() {
    return permits;
  }
}

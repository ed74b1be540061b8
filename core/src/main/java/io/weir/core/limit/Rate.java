package io.weir.core.limit;

/**
 * How much may flow. A thing larger than the burst passes when nothing has flowed for long enough,
 * and what comes after it waits accordingly longer.
 *
 * @param perSecond in the long run, from 1; exact to a nanosecond for each charge
 * @param burst how much at once, after a pause; from 1
 */
public record Rate(long perSecond, long burst) {
  /** As much as comes. */
  public static final Rate UNLIMITED = new Rate(Long.MAX_VALUE, Long.MAX_VALUE);

  /**
   * @throws IllegalArgumentException if it lets nothing pass
   */
  public Rate {
    if (perSecond < 1 || burst < 1) {
      throw new IllegalArgumentException(
          "a rate and its burst are at least 1, not " + perSecond + " and " + burst);
    }
  }

  /** With a burst of what comes in a second. */
  public static Rate perSecond(long amount) {
    return new Rate(amount, amount);
  }

  boolean isUnlimited() {
    return perSecond == Long.MAX_VALUE;
  }
}

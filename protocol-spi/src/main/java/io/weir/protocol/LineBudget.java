package io.weir.protocol;

import java.util.function.LongSupplier;

/** So many lines a second, and how many there would have been more. Thread-safe. */
public final class LineBudget {
  private static final long SECOND = 1_000_000_000L;

  private final int linesPerSecond;
  private final LongSupplier clock;
  private long secondBegan;
  private int lines;
  private long leftOut;
  private long leftOutBefore;

  /**
   * @param clock in nanoseconds, as {@link System#nanoTime} is
   */
  public LineBudget(int linesPerSecond, LongSupplier clock) {
    this.linesPerSecond = linesPerSecond;
    this.clock = clock;
    this.secondBegan = clock.getAsLong();
  }

  /** Whether another line may be written now. If not, it counts as left out. */
  public synchronized boolean permits() {
    turn();
    if (lines < linesPerSecond) {
      lines++;
      return true;
    }
    leftOut++;
    return false;
  }

  /** How many lines were left out in seconds that are over, and that nobody was told of yet. */
  public synchronized long takeLeftOut() {
    turn();
    long taken = leftOutBefore;
    leftOutBefore = 0;
    return taken;
  }

  /** The same, and those of this second. */
  public synchronized long takeAllLeftOut() {
    long taken = leftOutBefore + leftOut;
    leftOutBefore = 0;
    leftOut = 0;
    return taken;
  }

  private void turn() {
    long now = clock.getAsLong();
    if (now - secondBegan >= SECOND) {
      leftOutBefore += leftOut;
      leftOut = 0;
      lines = 0;
      secondBegan = now;
    }
  }
}

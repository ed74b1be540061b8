package io.weir.bench.load;

import java.util.concurrent.locks.LockSupport;

/**
 * When things are due that happen at a fixed rate. Used by one thread.
 *
 * <p>The clock of each starts when the sender gets to it; if an earlier one held the sender up, it
 * starts when this one was due. So a server that stalls is charged for everything that had to wait,
 * and the machine's habit of waking a sleeper late is charged to nobody.
 */
public final class Pace {
  private final long intervalNanos;
  private long due = System.nanoTime();

  /** Begins now, at a number of things a second. */
  public Pace(int rate) {
    intervalNanos = 1_000_000_000L / rate;
  }

  /** Comes back when the next one is due, with the {@link System#nanoTime} its clock starts at. */
  public long await() {
    due += intervalNanos;
    if (System.nanoTime() - due >= 0) {
      return due;
    }
    long now;
    while ((now = System.nanoTime()) - due < 0) {
      LockSupport.parkNanos(due - now);
    }
    return now;
  }
}

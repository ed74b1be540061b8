package io.weir.embedded.collection;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How fast what is done beside the log may go on: so many bytes a second, and not at all once the
 * log is being closed.
 */
public final class Pace {
  /** What was not used is not saved for longer: the disk is others', too. */
  private static final long MOST_SAVED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final long bytesPerSecond;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long next = System.nanoTime();
  private boolean ended;

  /**
   * @param bytesPerSecond at least 1
   */
  public Pace(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * Comes back when so many bytes may be written, or read.
   *
   * @throws CancellationException if the log is being closed
   */
  public void await(long bytes) {
    lock.lock();
    try {
      long now = System.nanoTime();
      next = Math.max(next, now - MOST_SAVED_NANOS);
      while (!ended && next - now > 0) {
        changed.awaitNanos(next - now);
        now = System.nanoTime();
      }
      if (ended) {
        throw new CancellationException("the log is being closed");
      }
      next += (long) (bytes * 1e9 / bytesPerSecond);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } finally {
      lock.unlock();
    }
  }

  /** Whoever waits fails, now and from now on. */
  public void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

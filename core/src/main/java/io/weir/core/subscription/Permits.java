package io.weir.core.subscription;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many messages several consumers, of whatever subscriptions, may have unsettled together. Any
 * thread.
 */
public final class Permits {
  private final AtomicInteger taken = new AtomicInteger();
  private final Set<Runnable> waiting = new CopyOnWriteArraySet<>();
  private volatile int most;

  /**
   * @param most from 1; {@link Integer#MAX_VALUE} for any number
   */
  public Permits(int most) {
    this.most = checked(most);
  }

  private static int checked(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("a prefetch is a number from 1");
    }
    return most;
  }

  /** How many there are. */
  public int most() {
    return most;
  }

  /** From now on there are so many; what was delivered stays where it is. */
  public void change(int other) {
    most = checked(other);
    waiting.forEach(Runnable::run);
  }

  boolean hasRoom() {
    return taken.get() < most;
  }

  boolean tryTake() {
    int before = taken.get();
    while (before < most) {
      if (taken.compareAndSet(before, before + 1)) {
        return true;
      }
      before = taken.get();
    }
    return false;
  }

  void give() {
    if (taken.getAndDecrement() >= most) {
      waiting.forEach(Runnable::run); // those who found none look again
    }
  }

  /** Is run, on any thread, when there may be one where there was none. */
  void whenFree(Runnable look) {
    waiting.add(look);
  }

  void forget(Runnable look) {
    waiting.remove(look);
  }
}

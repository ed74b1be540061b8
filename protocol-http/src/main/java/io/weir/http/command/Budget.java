package io.weir.http.command;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the bodies of all requests and replies under way may take together. Thread-safe.
 */
public final class Budget {
  private final AtomicLong left;

  public Budget(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /** Takes memory, if there is so much left. */
  boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  void give(long bytes) {
    left.addAndGet(bytes);
  }
}

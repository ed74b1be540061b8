package io.weir.embedded.state;

import io.weir.backend.BackendException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for records of one partition: a list from which anyone may leave at once. Thread-safe.
 */
public final class Waits {
  private @Nullable Wait first;
  private @Nullable BackendException ended;

  /** Takes it in; fails with the reason if nobody may wait here any more. */
  public synchronized @Nullable BackendException add(Wait wait) {
    if (ended != null) {
      return ended;
    }
    wait.next = first;
    if (first != null) {
      first.previous = wait;
    }
    first = wait;
    wait.listed = true;
    return null;
  }

  /** True if it was waiting here, and no longer is. */
  synchronized boolean remove(Wait wait) {
    if (!wait.listed) {
      return false;
    }
    if (wait.previous == null) {
      first = wait.next;
    } else {
      wait.previous.next = wait.next;
    }
    if (wait.next != null) {
      wait.next.previous = wait.previous;
    }
    wait.next = null;
    wait.previous = null;
    wait.listed = false;
    return true;
  }

  /** Takes out all for whom there is something to read. */
  void release(long highWatermark, long lastStable, Consumer<Wait> action) {
    release(wait -> wait.isOver(highWatermark, lastStable), action);
  }

  private synchronized void release(Predicate<Wait> which, Consumer<Wait> action) {
    Wait wait = first;
    while (wait != null) {
      Wait following = wait.next;
      if (which.test(wait) && wait.leave()) {
        action.accept(wait);
      }
      wait = following;
    }
  }

  /** Takes out all, for good. */
  public synchronized void end(BackendException reason, Consumer<Wait> action) {
    ended = reason;
    release(wait -> true, action);
  }
}

package io.weir.core.queue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.core.failure.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One change after the other, each begun when the one before it has ended. Bounded. Any thread; a
 * change is not begun from within the end of another, however many wait.
 */
final class SerialLane {
  private static final int MOST_WAITING = 10_000;

  private final Deque<Change<?>> waiting = new ArrayDeque<>();
  private boolean isBusy;

  private record Change<T>(Supplier<Future<T>> what, Promise<T> answer) {
    Future<T> begin() {
      try {
        return what.get();
      } catch (RuntimeException e) {
        return Future.failedFuture(e);
      }
    }
  }

  <T> Future<T> run(Supplier<Future<T>> what) {
    Change<T> change = new Change<>(what, Promise.promise());
    synchronized (this) {
      if (waiting.size() >= MOST_WAITING) {
        return Future.failedFuture(
            new Failure.Throttled("too much is being changed; try again", 1_000));
      }
      waiting.addLast(change);
    }
    drive();
    return change.answer.future();
  }

  private void drive() {
    Change<?> next = next();
    while (next != null && hasEnded(next)) {
      next = next();
    }
  }

  /** Begins a change; whether that was all. If not, its end drives on. */
  private <T> boolean hasEnded(Change<T> change) {
    Future<T> result = change.begin();
    if (result.isComplete()) {
      free();
      change.answer.handle(result);
      return true;
    }
    result.onComplete(
        done -> {
          free();
          change.answer.handle(done);
          drive();
        });
    return false;
  }

  private synchronized @Nullable Change<?> next() {
    if (isBusy) {
      return null;
    }
    Change<?> next = waiting.pollFirst();
    isBusy = next != null;
    return next;
  }

  private synchronized void free() {
    isBusy = false;
  }
}

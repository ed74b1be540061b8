package io.weir.core.topic;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.core.failure.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One change of a topic after another; different topics change side by side. Bounded. Any thread.
 *
 * <p>A change begins where the one before it ended. It is not begun from within it: thousands that
 * wait for one, and fail as soon as they may begin, would need a stack for all of them.
 */
final class ChangeLanes {
  private final int bound;

  /** Those in which there is something. */
  private final Map<TopicKey, Lane> lanes = new HashMap<>();

  private int underWay;

  ChangeLanes(int bound) {
    this.bound = bound;
  }

  /** The changes of one topic. */
  private static final class Lane {
    final Deque<Change<?>> waiting = new ArrayDeque<>();
    boolean isBusy;
  }

  private record Change<T>(Supplier<Future<T>> what, Promise<T> answer) {
    Future<T> begin() {
      try {
        return what.get();
      } catch (RuntimeException e) {
        return Future.failedFuture(e);
      }
    }
  }

  /** Starts a change once those asked for earlier on the same topic have ended. */
  <T> Future<T> run(TopicKey key, Supplier<Future<T>> change) {
    Change<T> mine = new Change<>(change, Promise.promise());
    if (!add(key, mine)) {
      return Future.failedFuture(
          new Failure.Throttled("too many topics are being changed; try again", 1_000));
    }
    drive(key);
    return mine.answer().future();
  }

  /** Begins one after another, until one takes its time or none is left. */
  private void drive(TopicKey key) {
    Change<?> next = next(key);
    while (next != null && hasEnded(key, next)) {
      next = next(key);
    }
  }

  /** Begins a change; whether that was all. If not, its end drives on. */
  private <T> boolean hasEnded(TopicKey key, Change<T> change) {
    Future<T> result = change.begin();
    if (result.isComplete()) {
      end(key, change, result);
      return true;
    }
    result.onComplete(
        done -> {
          end(key, change, done);
          drive(key);
        });
    return false;
  }

  private <T> void end(TopicKey key, Change<T> change, AsyncResult<T> result) {
    free(key);
    change.answer().handle(result);
  }

  private synchronized boolean add(TopicKey key, Change<?> change) {
    if (underWay >= bound) {
      return false;
    }
    underWay++;
    lanes.computeIfAbsent(key, absent -> new Lane()).waiting.add(change);
    return true;
  }

  /** The change that may begin now, if there is one. */
  private synchronized @Nullable Change<?> next(TopicKey key) {
    Lane lane = lanes.get(key);
    if (lane == null || lane.isBusy) {
      return null;
    }
    Change<?> next = lane.waiting.poll();
    if (next == null) {
      lanes.remove(key);
    } else {
      lane.isBusy = true;
    }
    return next;
  }

  private synchronized void free(TopicKey key) {
    underWay--;
    Lane lane = lanes.get(key);
    if (lane != null) {
      lane.isBusy = false;
    }
  }
}

package io.weir.core.publish;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.core.failure.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What one event loop has taken and not yet answered, bounded in bytes. Used on that loop only. */
final class InFlight {
  /** Who waits for room at once; whoever comes then waits no more, and is refused if it is full. */
  static final int MOST_WAITING = 10_000;

  private final int maxBytes;
  private final Executor later;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long bytes;
  private int publications;
  private @Nullable Promise<Void> closing;

  /** Somebody who has so much, and holds it back. */
  private record Waiting(int size, Promise<Void> promise) {}

  /**
   * @param later runs something on the event loop, when what goes on there now is done
   */
  InFlight(int maxBytes, Executor later) {
    this.maxBytes = maxBytes;
    this.later = later;
  }

  /**
   * Completes when something of this size can be taken; who asked first comes first. At once where
   * too many wait already.
   */
  Future<Void> room(int size) {
    if (waiting.isEmpty() && hasRoom(size) || waiting.size() >= MOST_WAITING) {
      return Future.succeededFuture();
    }
    Waiting last = new Waiting(size, Promise.promise());
    waiting.add(last);
    return last.promise.future();
  }

  private boolean hasRoom(int size) {
    return closing != null || publications == 0 || bytes + size <= maxBytes;
  }

  private void letIn() {
    Waiting first = waiting.peek();
    while (first != null && hasRoom(first.size)) {
      waiting.remove();
      first.promise.complete(); // and takes the room at once
      first = waiting.peek();
    }
  }

  /** Why something of this size cannot be taken now, or null if it can. */
  @Nullable Failure refusal(int size) {
    if (closing != null) {
      return new Failure.Unavailable("the gateway is stopping");
    }
    return hasRoom(size) ? null : crowded();
  }

  static Failure crowded() {
    return new Failure.Throttled("too much is on its way to the log; try again");
  }

  void begin(int size) {
    publications++;
    bytes += size;
  }

  void end(int size) {
    publications--;
    bytes -= size;
    if (publications == 0 && closing != null) {
      closing.complete();
    }
    if (!waiting.isEmpty()) {
      later.execute(this::letIn);
    }
  }

  /** Takes nothing more; completes when nothing is left. */
  Future<Void> close() {
    if (closing == null) {
      closing = Promise.promise();
      letIn();
      if (publications == 0) {
        closing.complete();
      }
    }
    return closing.future();
  }
}

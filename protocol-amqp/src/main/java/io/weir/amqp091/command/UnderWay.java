package io.weir.amqp091.command;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/** The calls of a connection that are not answered yet. Any thread. */
public final class UnderWay {
  private int calls;
  private @Nullable Promise<Void> idle;

  /** Counts a call until it is answered. */
  <T> Future<T> track(Future<T> call) {
    synchronized (this) {
      calls++;
    }
    return call.onComplete(done -> answered());
  }

  private void answered() {
    Promise<Void> waiter = null;
    synchronized (this) {
      calls--;
      if (calls == 0) {
        waiter = idle;
        idle = null;
      }
    }
    if (waiter != null) {
      waiter.complete();
    }
  }

  /** Completes when all calls are answered that there are then; one waits at a time. */
  public synchronized Future<Void> whenIdle() {
    if (calls == 0) {
      return Future.succeededFuture();
    }
    if (idle == null) {
      idle = Promise.promise();
    }
    return idle.future();
  }
}

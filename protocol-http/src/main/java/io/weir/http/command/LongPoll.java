package io.weir.http.command;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.weir.backend.AppendWait;

/**
 * Waits for something to read, for a while. Whatever ends it, nothing is left behind: no waiting
 * reader in the log, no timer.
 */
final class LongPoll {
  private final AppendWait wait;
  private final Future<Void> cut;
  private final Promise<Boolean> result = Promise.promise();

  /**
   * @param cut completes when nobody waits any more
   */
  LongPoll(AppendWait wait, Future<Void> cut) {
    this.wait = wait;
    this.cut = cut;
  }

  /** Whether there is something to read now; called on an event loop. */
  Future<Boolean> await(int millis) {
    Vertx vertx = ContextInternal.current().owner();
    long timer = vertx.setTimer(millis, over -> result.tryComplete(false));
    wait.future().onSuccess(there -> result.tryComplete(true)).onFailure(result::tryFail);
    cut.onComplete(gone -> result.tryComplete(false));
    return result
        .future()
        .onComplete(
            done -> {
              wait.cancel();
              vertx.cancelTimer(timer);
            });
  }
}

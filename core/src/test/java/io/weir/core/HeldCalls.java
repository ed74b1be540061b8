package io.weir.core;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** Calls that wait; once let go they are made where and in the order in which they came. */
final class HeldCalls {
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean holding;
  private int onTheirWay;

  synchronized void hold() {
    holding = true;
  }

  synchronized void release() {
    holding = false;
    waiting.forEach(Runnable::run);
    waiting.clear();
  }

  Object pass(Interposed.Onward onward) throws Throwable {
    synchronized (this) {
      if (holding || onTheirWay > 0) {
        return later(onward);
      }
    }
    return onward.call();
  }

  private Future<Object> later(Interposed.Onward onward) {
    Context context = Vertx.currentContext();
    Promise<Object> promise = Promise.promise();
    Runnable dispatch =
        () -> {
          onTheirWay++;
          if (context == null) {
            make(onward, promise);
          } else {
            context.runOnContext(turn -> make(onward, promise));
          }
        };
    if (holding) {
      waiting.add(dispatch);
    } else {
      dispatch.run();
    }
    return promise.future();
  }

  private void make(Interposed.Onward onward, Promise<Object> promise) {
    try {
      ((Future<?>) onward.call()).map(Object.class::cast).onComplete(promise);
    } catch (Throwable e) {
      promise.fail(e);
    } finally {
      synchronized (this) {
        onTheirWay--;
      }
    }
  }
}

package io.weir.http;

import io.vertx.core.Future;
import io.weir.backend.AppendWait;
import io.weir.backend.Backend;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Counts the readers that wait in a log. */
final class CountedWaits implements UnaryOperator<Backend> {
  private final AtomicInteger waiting = new AtomicInteger();

  int now() {
    return waiting.get();
  }

  @Override
  public Backend apply(Backend backend) {
    return Around.log(
        backend,
        (method, through) -> {
          Object result = through.call();
          return method.equals("awaitAppend") ? counted((AppendWait) result) : result;
        });
  }

  private AppendWait counted(AppendWait wait) {
    waiting.incrementAndGet();
    return new AppendWait() {
      @Override
      public Future<Void> future() {
        return wait.future();
      }

      @Override
      public void cancel() {
        waiting.decrementAndGet();
        wait.cancel();
      }
    };
  }
}

package io.weir.http;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.backend.AppendWait;
import io.weir.backend.Backend;
import io.weir.backend.ReadResult;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Counts the readers that wait in a log, and keeps an eye on the buffers it gave out. */
final class Watched implements UnaryOperator<Backend> {
  private final AtomicInteger waiting = new AtomicInteger();
  private final Queue<ByteBuf> given = new ConcurrentLinkedQueue<>();

  int now() {
    return waiting.get();
  }

  /** How many buffers nobody has released. */
  long unreleased() {
    return given.stream().filter(buffer -> buffer.isReadable() && buffer.refCnt() > 0).count();
  }

  @Override
  @SuppressWarnings("unchecked")
  public Backend apply(Backend backend) {
    return Around.log(
        backend,
        (method, through) -> {
          Object result = through.call();
          return switch (method) {
            case "awaitAppend" -> counted((AppendWait) result);
            case "read" ->
                ((Future<ReadResult>) result).onSuccess(read -> given.add(read.batches()));
            default -> result;
          };
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

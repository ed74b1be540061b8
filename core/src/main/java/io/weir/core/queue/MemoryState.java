package io.weir.core.queue;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.backend.PartitionAppend;
import io.weir.backend.PartitionLog;
import io.weir.core.failure.BackendFailures;
import io.weir.core.state.StateLog;
import java.util.List;

/**
 * State that nobody asks for again: of subscriptions whose messages end with the process. Whatever
 * is written is durable at once, and forgotten.
 */
record MemoryState(PartitionLog log) implements StateLog {

  @Override
  public Future<Long> replay(Replay replay) {
    return Future.succeededFuture(0L);
  }

  @Override
  public Append append(ByteBuf batch) {
    batch.release();
    return new Append(0, Future.succeededFuture());
  }

  @Override
  public Append append(ByteBuf batch, List<PartitionAppend> others) {
    batch.release();
    return new Append(
        0,
        log.appendAll(others)
            .<Void>mapEmpty()
            .recover(cause -> Future.failedFuture(BackendFailures.of(cause, "a queue"))));
  }

  @Override
  public long nextOffset() {
    return 0;
  }

  @Override
  public Future<Void> trim(long beforeOffset) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}

package io.weir.core.state;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.backend.BackendException;
import io.weir.backend.Isolation;
import io.weir.backend.PartitionLog;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicPartition;
import io.weir.core.failure.BackendFailures;
import io.weir.record.Batches;
import io.weir.record.RecordBatch;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a state partition from its start to its end, on a virtual thread of its own. */
record Replaying(PartitionLog log, TopicPartition partition, String name, StateLog.Replay replay) {
  private static final Logger LOG = LoggerFactory.getLogger(Replaying.class);
  private static final int READ_BYTES = 1024 * 1024;

  Future<Long> start(Promise<Long> end) {
    Thread.ofVirtual()
        .name("replay " + name)
        .start(
            () -> {
              try {
                end.complete(run());
              } catch (BackendException e) {
                end.fail(BackendFailures.of(e, "state log " + name));
              } catch (RuntimeException | Error e) {
                end.fail(e);
              }
            });
    return end.future();
  }

  private long run() {
    long offset = await(log.offsets(partition)).logStart();
    while (true) {
      long next = readFrom(offset);
      if (next == offset) {
        return offset;
      }
      offset = next;
    }
  }

  /** The offset to go on at; the same one at the end. */
  private long readFrom(long offset) {
    ReadResult result;
    try {
      result = await(log.read(new Read(partition, offset, READ_BYTES, Isolation.UNCOMMITTED)));
    } catch (BackendException.Corrupt e) {
      if (e.nextReadable() <= offset) {
        throw e;
      }
      LOG.error(
          "State log {} has lost offsets {} to {}: {}",
          name,
          offset,
          e.nextReadable() - 1,
          e.getMessage());
      return e.nextReadable();
    }
    return replay(result.batches(), offset);
  }

  private long replay(ByteBuf batches, long from) {
    long next = from;
    try {
      for (RecordBatch batch : Batches.in(batches)) {
        replay.batch(batch);
        next = batch.nextOffset();
      }
    } finally {
      batches.release();
    }
    return next;
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}

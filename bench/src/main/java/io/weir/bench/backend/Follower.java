package io.weir.bench.backend;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.backend.Backend;
import io.weir.backend.Isolation;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicPartition;
import io.weir.bench.load.Histogram;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Reads a partition at its tail, waiting for each batch, and measures how long each took from its
 * append to here. One writer has the partition to itself.
 */
final class Follower {
  /** How many batches may be on their way; those past it would be measured wrongly. */
  private static final int MOST_UNDER_WAY = 1 << 16;

  private static final int READ_BYTES = 1 << 20;

  private final Backend backend;
  private final Context context;
  private final TopicPartition partition;
  private final Batch batch;
  private final AtomicLongArray starts = new AtomicLongArray(MOST_UNDER_WAY);
  private final Histogram delays = new Histogram();
  private final Promise<Work> done = Promise.promise();
  private long offset;
  private long bytes;
  private long batches;
  private long last = Long.MAX_VALUE;

  Follower(Backend backend, Context context, TopicPartition partition, Batch batch, long offset) {
    this.backend = backend;
    this.context = context;
    this.partition = partition;
    this.batch = batch;
    this.offset = offset;
  }

  void start() {
    context.runOnContext(nothing -> read());
  }

  /** The clock of a batch starts; on the writer's thread, before it is appended. */
  void begins(long number, long nanos) {
    starts.set((int) (number % MOST_UNDER_WAY), nanos);
  }

  /** What was read, once so many batches were. */
  Future<Work> endAfter(long number) {
    context.runOnContext(
        nothing -> {
          last = number;
          endIfDone();
        });
    return done.future();
  }

  private void read() {
    backend
        .log()
        .read(new Read(partition, offset, READ_BYTES, Isolation.COMMITTED))
        .onComplete(this::taken);
  }

  private void taken(AsyncResult<ReadResult> read) {
    if (read.failed()) {
      done.tryFail(read.cause());
      return;
    }
    long now = System.nanoTime();
    long size = read.result().batches().readableBytes();
    read.result().batches().release();
    long until = batches + size / batch.size();
    for (; batches < until; batches++) {
      delays.add(now - starts.get((int) (batches % MOST_UNDER_WAY)));
    }
    bytes += size;
    offset += Scanner.messages(size, batch);
    if (!endIfDone()) {
      await();
    }
  }

  private void await() {
    backend
        .log()
        .awaitAppend(partition, offset, Isolation.COMMITTED)
        .future()
        .onComplete(
            woken -> {
              if (woken.failed()) {
                done.tryFail(woken.cause());
              } else {
                context.runOnContext(nothing -> read());
              }
            });
  }

  private boolean endIfDone() {
    if (batches >= last) {
      done.tryComplete(new Work(batches, bytes, delays.latencies()));
    }
    return batches >= last;
  }
}

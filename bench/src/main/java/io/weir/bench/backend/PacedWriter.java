package io.weir.bench.backend;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.PartitionLog;
import io.weir.bench.load.Histogram;
import io.weir.bench.load.Pace;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Appends the same batch at a fixed rate, whether or not those before are acknowledged. */
final class PacedWriter {
  /** More than this are not under way at once; the clock of what has to wait runs all the same. */
  private static final int MOST_UNDER_WAY = 8_192;

  private final PartitionLog log;
  private final Spread targets;
  private final Batch batch;
  private final Semaphore underWay = new Semaphore(MOST_UNDER_WAY);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Histogram latencies = new Histogram();

  PacedWriter(PartitionLog log, Spread targets, Batch batch) {
    this.log = log;
    this.targets = targets;
    this.batch = batch;
  }

  /** Told of a batch before it is appended: its number, and when its clock started. */
  interface Beginning {
    void of(long number, long nanos);
  }

  /**
   * Writes until it is told to end, and comes back when everything is acknowledged.
   *
   * @throws InterruptedException if the thread is
   */
  Work run(int rate, BooleanSupplier over, Beginning beginning) throws InterruptedException {
    var pace = new Pace(rate);
    long number = 0;
    while (!over.getAsBoolean() && failure.get() == null) {
      long start = pace.await();
      underWay.acquire();
      beginning.of(number, start);
      Future<AppendResult> answer = log.append(targets.at(number), batch.again());
      answer.onComplete(result -> answered(start, result));
      number++;
    }
    underWay.acquire(MOST_UNDER_WAY);
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("an append failed: " + cause.getMessage(), cause);
    }
    return new Work(number, number * batch.size(), latencies.latencies());
  }

  private void answered(long start, AsyncResult<AppendResult> result) {
    synchronized (latencies) { // a refusal comes on the caller's thread
      latencies.add(System.nanoTime() - start);
    }
    if (result.failed()) {
      failure.compareAndSet(null, result.cause());
    }
    underWay.release();
  }
}

package io.weir.bench.backend;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.bench.load.Histogram;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Callers that each make one call after another, the next when the one before is answered. The
 * first failure ends all of them.
 */
final class ClosedLoop {
  /** The answer of a call for which nothing was left to do; its caller makes no more. */
  static final long NOTHING_LEFT = -1;

  /** Calls that are answered at once must not keep an event loop from everything else. */
  private static final int TURN = 64;

  private final LongFunction<Future<Long>> call;
  private final Bounds bounds;
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final Histogram histogram = new Histogram();
  private final Promise<Work> done = Promise.promise();
  private final long deadline;
  private final int callers;
  private int ended;
  private long operations;

  private ClosedLoop(int callers, Bounds bounds, LongFunction<Future<Long>> call) {
    this.callers = callers;
    this.call = call;
    this.bounds = bounds;
    this.deadline = System.nanoTime() + (long) (bounds.seconds() * 1e9);
  }

  /**
   * Runs until a bound is reached.
   *
   * @param call makes the call of a number, from 0, and answers with the bytes that it moved, or
   *     with {@link #NOTHING_LEFT}
   * @return what was done, once all calls are answered
   */
  static Future<Work> run(
      Lanes lanes, int callers, Bounds bounds, LongFunction<Future<Long>> call) {
    var loop = new ClosedLoop(Math.max(1, callers), bounds, call); // somebody has to end it
    for (int i = 0; i < loop.callers; i++) {
      Caller caller = loop.new Caller(lanes.of(i));
      caller.context.runOnContext(nothing -> caller.go());
    }
    return loop.done.future();
  }

  private synchronized void end(Caller caller) {
    histogram.add(caller.latencies);
    operations += caller.operations;
    ended++;
    if (ended == callers) {
      done.tryComplete(new Work(operations, bytes.get(), histogram.latencies()));
    }
  }

  private boolean isOver() {
    return bytes.get() >= bounds.bytes()
        || System.nanoTime() - deadline >= 0
        || done.future().isComplete();
  }

  /** One of them, on its own context. */
  private final class Caller {
    private final Context context;
    private final Histogram latencies = new Histogram();
    private long operations;
    private long start;

    Caller(Context context) {
      this.context = context;
    }

    void go() {
      for (int i = 0; i < TURN; i++) {
        long number = numbers.getAndIncrement();
        if (isOver() || number >= bounds.operations()) {
          end(this);
          return;
        }
        start = System.nanoTime();
        Future<Long> answer = call.apply(number);
        if (!answer.isComplete()) {
          answer.onComplete(this::answered);
          return;
        }
        if (!account(answer)) {
          return;
        }
      }
      context.runOnContext(nothing -> go());
    }

    private void answered(AsyncResult<Long> answer) {
      if (account(answer)) {
        go();
      }
    }

    private boolean account(AsyncResult<Long> answer) {
      if (answer.failed()) {
        done.tryFail(answer.cause());
        return false;
      }
      if (answer.result() == NOTHING_LEFT) {
        end(this);
        return false;
      }
      latencies.add(System.nanoTime() - start);
      operations++;
      bytes.addAndGet(answer.result());
      return true;
    }
  }
}

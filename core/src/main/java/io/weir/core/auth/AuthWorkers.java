package io.weir.core.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for arithmetic that is too slow for an event loop, with a bounded queue of which one
 * tenant takes no more than a quarter: those who guess at one tenant's passwords keep nobody of
 * another from showing theirs.
 */
final class AuthWorkers implements AutoCloseable {
  private static final int SHARES = 4;

  private final Vertx vertx;
  private final ThreadPoolExecutor threads;
  private final int share;
  private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

  /**
   * @param name of the threads
   * @param queue how many jobs may wait
   */
  AuthWorkers(Vertx vertx, String name, int count, int queue) {
    this.vertx = vertx;
    this.share = Math.max(1, queue / SHARES);
    var numbers = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            count,
            count,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            job -> {
              Thread thread = new Thread(job, name + "-" + numbers.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs a job.
   *
   * @param owner in whose share of the queue it waits
   * @return completes on the caller's context; empty if there is no room
   */
  <T> Optional<Future<T>> run(String owner, Callable<T> job) {
    if (underWay.merge(owner, 1, Integer::sum) > share) {
      release(owner);
      return Optional.empty();
    }
    Promise<T> promise = ((ContextInternal) vertx.getOrCreateContext()).promise();
    try {
      threads.execute(
          () -> {
            try {
              promise.complete(job.call());
            } catch (Throwable thrown) {
              promise.fail(thrown);
            } finally {
              release(owner);
            }
          });
    } catch (RejectedExecutionException e) {
      release(owner);
      return Optional.empty();
    }
    return Optional.of(promise.future());
  }

  private void release(String owner) {
    underWay.computeIfPresent(owner, (name, count) -> count == 1 ? null : count - 1);
  }

  /** Ends the threads after what has begun; what waits is not begun, and its futures stay open. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}

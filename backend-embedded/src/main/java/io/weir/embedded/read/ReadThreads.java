package io.weir.embedded.read;

import io.vertx.core.internal.ContextInternal;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Throttled;
import io.weir.backend.BackendException.Unavailable;
import io.weir.embedded.state.Reply;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that may wait for the disk. Platform threads, for a page fault would hold a virtual
 * thread's carrier all the same.
 */
public final class ReadThreads {
  private static final Logger log = LoggerFactory.getLogger(ReadThreads.class);

  private static final int THREADS = 4;

  /** Reads that wait for a thread; past it they are {@code Throttled}. */
  static final int MOST_WAITING = 4096;

  private final AtomicInteger started = new AtomicInteger();
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          work -> {
            Thread thread = new Thread(work, "weir-log-reader-" + started.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  public ReadThreads() {
    pool.allowCoreThreadTimeOut(true);
  }

  /** Answers with what the work gives or throws, on the caller's context or here. */
  <T> void run(Reply<T> reply, Supplier<T> work) {
    try {
      pool.execute(() -> perform(reply, work));
    } catch (RejectedExecutionException e) {
      reply.fail(
          pool.isShutdown()
              ? new Unavailable("the log is closed")
              : new Throttled(MOST_WAITING + " reads wait for the disk; try again"));
    }
  }

  /** Lets what is queued end, and takes no more. */
  public void close() throws InterruptedException {
    pool.shutdown();
    pool.awaitTermination(10, TimeUnit.SECONDS);
  }

  private static <T> void perform(Reply<T> reply, Supplier<T> work) {
    Runnable answer = answer(reply, work);
    ContextInternal context = reply.context();
    if (context == null) {
      answer.run();
      return;
    }
    try {
      context.runOnContext(unused -> answer.run());
    } catch (RejectedExecutionException e) {
      answer.run(); // the event loop has ended; who still listens may let go of what was read
    }
  }

  /** Does the work now, and gives what answers with its outcome. */
  static <T> Runnable answer(Reply<T> reply, Supplier<T> work) {
    try {
      T value = work.get();
      return () -> reply.succeed(value);
    } catch (BackendException e) {
      return () -> reply.fail(e);
    } catch (RuntimeException | Error e) {
      log.error("a read failed", e);
      return () -> reply.fail(new Unavailable("the read failed: " + e, e));
    }
  }
}

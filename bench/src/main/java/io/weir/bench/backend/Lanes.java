package io.weir.bench.backend;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The event loops that the load calls from, one for each core, as the gateway's connections do. */
final class Lanes {
  private final List<Context> contexts = new ArrayList<>();
  private final List<Long> threads = new ArrayList<>();

  Lanes(Vertx vertx) {
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Context context = ((VertxInternal) vertx).createEventLoopContext();
      var thread = new CompletableFuture<Long>();
      context.runOnContext(nothing -> thread.complete(Thread.currentThread().threadId()));
      contexts.add(context);
      threads.add(thread.join());
    }
  }

  /** The lane of a caller: they are spread evenly. */
  Context of(int caller) {
    return contexts.get(caller % contexts.size());
  }

  /** The CPU time of their threads, in nanoseconds. */
  long cpuNanos() {
    var bean = ManagementFactory.getThreadMXBean();
    return threads.stream().mapToLong(bean::getThreadCpuTime).sum();
  }
}

package io.weir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever closes the log is told when it is closed, where they asked. */
class CloseTest {
  @TempDir Path directory;

  @Test
  void everyCallerIsToldOnItsOwnContext() throws Exception {
    Vertx vertx = Vertx.vertx();
    TestLog log = TestLog.in(directory);
    Context first = ((VertxInternal) vertx).createEventLoopContext();
    Context second = ((VertxInternal) vertx).createEventLoopContext();

    CompletableFuture<Context> toldFirst = closing(log, first);
    CompletableFuture<Context> toldSecond = closing(log, second);

    assertThat(toldFirst.get(30, TimeUnit.SECONDS)).isSameAs(first);
    assertThat(toldSecond.get(30, TimeUnit.SECONDS)).isSameAs(second);
    Context late = ((VertxInternal) vertx).createEventLoopContext();
    assertThat(closing(log, late).get(30, TimeUnit.SECONDS)).isSameAs(late);
    log.close();
    TestLog.get(vertx.close());
  }

  /** Closes the log from a context; completes with the context on which that was answered. */
  private static CompletableFuture<Context> closing(TestLog log, Context context) {
    CompletableFuture<Context> told = new CompletableFuture<>();
    context.runOnContext(
        unused -> log.backend.close().onComplete(result -> told.complete(Vertx.currentContext())));
    return told;
  }
}

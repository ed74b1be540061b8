package io.weir.testing;

import io.vertx.core.Future;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Futures, as tests want them. */
public final class Futures {
  /** Far beyond what anything takes: its end is a failure, not a measurement. */
  static final int PATIENCE_SECONDS = 60;

  private Futures() {}

  /** The outcome of a future, on a thread that may wait; throws what it failed with. */
  public static <T> T await(Future<T> future) {
    return await(future.toCompletionStage());
  }

  /** The same of a stage. */
  public static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("not completed", e);
    }
  }
}

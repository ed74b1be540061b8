package io.weir.kafka.group;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.core.Core;
import org.jspecify.annotations.Nullable;

/**
 * The consumer groups of this gateway. The coordinator behind them starts with the first request
 * for a group, since it takes a good part of a second and some memory, which those who have no
 * groups do without.
 */
public final class Groups {
  private final Vertx vertx;
  private final Core core;
  private @Nullable Future<RunningCoordinator> running;
  private boolean closed;

  public Groups(Vertx vertx, Core core) {
    this.vertx = vertx;
    this.core = core;
  }

  /**
   * The groups, as tenants see them. Any thread.
   *
   * @param context on which the answer is wanted
   * @return fails if they cannot be read; the next call tries again
   */
  public Future<TenantGroups> ready(Context context) {
    Future<RunningCoordinator> begun = running();
    return begun.succeeded()
        ? Future.succeededFuture(begun.result().groups())
        : Future.fromCompletionStage(begun.toCompletionStage(), context)
            .map(RunningCoordinator::groups);
  }

  private synchronized Future<RunningCoordinator> running() {
    if (closed) {
      return Future.failedFuture("the groups are closed");
    }
    Future<RunningCoordinator> begun = running;
    if (begun == null || begun.failed()) {
      begun = RunningCoordinator.start(vertx, core);
      running = begun;
    }
    return begun;
  }

  /** Ends the coordinator; what it has written is durable when this completes. Idempotent. */
  public synchronized Future<Void> close() {
    closed = true;
    Future<RunningCoordinator> begun = running;
    return begun == null
        ? Future.succeededFuture()
        : begun.transform(
            started -> started.succeeded() ? started.result().close() : Future.succeededFuture());
  }
}

package io.weir.kafka.group;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.core.Core;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The consumer groups of this gateway. The coordinator behind them starts with the first request
 * for a group, since it takes a good part of a second and some memory, which those who have no
 * groups do without.
 */
public final class Groups {
  /** How long groups that could not be read are left alone, however many ask for them. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Core core;
  private final Duration pause;
  private @Nullable Future<RunningCoordinator> running;
  private long begunAt;
  private boolean closed;

  public Groups(Vertx vertx, Core core) {
    this(vertx, core, PAUSE);
  }

  /**
   * @param pause from one attempt to read the groups to the next
   */
  Groups(Vertx vertx, Core core, Duration pause) {
    this.vertx = vertx;
    this.core = core;
    this.pause = pause;
  }

  /**
   * The groups, as tenants see them. Any thread.
   *
   * @param context on which the answer is wanted
   * @return fails if they cannot be read; a call somewhat later tries again
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
    boolean again =
        begun != null && begun.failed() && System.nanoTime() - begunAt >= pause.toNanos();
    if (begun == null || again) {
      begun = RunningCoordinator.start(vertx, core);
      running = begun;
      begunAt = System.nanoTime();
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

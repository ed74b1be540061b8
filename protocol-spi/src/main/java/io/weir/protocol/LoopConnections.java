package io.weir.protocol;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One event loop's connections, under the one timer that watches over them. Made and used on that
 * loop.
 */
public final class LoopConnections<C extends LoopConnections.Timed> {
  /** Something for which time passes. */
  public interface Timed {
    /** So much time has passed. */
    void tick(long nanos);
  }

  private final Context context;
  private final long maxTickNanos;
  private final Set<C> connections = new HashSet<>();
  private final Promise<Void> allGone = Promise.promise();
  private boolean isLast;
  private long lastTick = System.nanoTime();

  /** Starts the timer; it ends with the deployment in which this is made. */
  public LoopConnections(Vertx vertx, ConnectionBounds bounds) {
    Duration interval = ConnectionClocks.interval(bounds);
    this.context = vertx.getOrCreateContext();
    this.maxTickNanos = 2 * interval.toNanos();
    vertx.setPeriodic(interval.toMillis(), timer -> tick());
  }

  public void add(C connection) {
    connections.add(connection);
  }

  public void remove(C connection) {
    connections.remove(connection);
    completeIfGone();
  }

  /** Those that there are now. */
  public List<C> all() {
    return List.copyOf(connections);
  }

  /** Completes when the last one is removed; no more are added. Any thread may call. */
  public Future<Void> allGone() {
    context.runOnContext(
        asked -> {
          isLast = true;
          completeIfGone();
        });
    return allGone.future();
  }

  private void completeIfGone() {
    if (isLast && connections.isEmpty()) {
      allGone.tryComplete();
    }
  }

  private void tick() {
    long now = System.nanoTime();
    // A loop, or a machine, that slept must not blame its clients for the time.
    long passed = Math.min(now - lastTick, maxTickNanos);
    lastTick = now;
    for (C connection : connections) {
      connection.tick(passed);
    }
  }
}

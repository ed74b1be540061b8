package io.weir.gateway.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the tenants' files looked at again and again, on a thread that may wait for the disk. */
public final class TenantsPolling {
  private static final Logger LOG = LoggerFactory.getLogger(TenantsPolling.class);

  private final Vertx vertx;
  private final TenantsWatch watch;
  private final WorkerExecutor worker;
  private boolean isClosed;

  private TenantsPolling(Vertx vertx, TenantsWatch watch) {
    this.vertx = vertx;
    this.watch = watch;
    this.worker = vertx.createSharedWorkerExecutor("weir-tenants", 1);
  }

  /** Begins; a change is handed on well within a second, on the thread of the looks. */
  public static TenantsPolling start(Vertx vertx, TenantsWatch watch) {
    return start(vertx, watch, TenantsWatch.PAUSE);
  }

  static TenantsPolling start(Vertx vertx, TenantsWatch watch, Duration first) {
    TenantsPolling polling = new TenantsPolling(vertx, watch);
    polling.lookAfter(first);
    return polling;
  }

  private void lookAfter(Duration pause) {
    vertx.setTimer(pause.toMillis(), due -> look());
  }

  /** Not while it is being closed: the thread takes no look then. */
  private synchronized void look() {
    if (!isClosed) {
      worker.executeBlocking(watch::look).onComplete(this::lookAfter, this::failed);
    }
  }

  private synchronized void failed(Throwable thrown) {
    if (!isClosed) {
      LOG.error("Looking at the tenants' files met a defect", thrown);
      lookAfter(TenantsWatch.PAUSE);
    }
  }

  /** Ends; a look that has begun is still finished. */
  public synchronized Future<Void> close() {
    isClosed = true;
    return worker.close();
  }
}

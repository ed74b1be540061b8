package io.weir.amqp091.command;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.weir.protocol.ConnectionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection's event loop, for what comes back to it later: a defect in that ends the connection
 * and nothing else, and once the connection is over nothing comes back any more.
 */
public final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final Runnable NOTHING = () -> {};

  private final ConnectionContext context;

  /** Written on the loop alone. */
  private boolean over;

  public Loop(ConnectionContext context) {
    this.context = context;
  }

  /** Runs something in a later turn; any thread. */
  public void execute(Runnable what) {
    execute(what, NOTHING);
  }

  /**
   * Runs something in a later turn; any thread.
   *
   * @param otherwise run in its place if the connection is over by then
   */
  public void execute(Runnable what, Runnable otherwise) {
    context.context().runOnContext(turn -> guarded(what, otherwise));
  }

  /**
   * Hands over what comes of a call, on the loop; in this turn, if it is known already.
   *
   * @param future completes on any thread
   */
  public <T> void then(Future<T> future, Handler<AsyncResult<T>> handler) {
    then(future, handler, NOTHING);
  }

  /**
   * The same.
   *
   * @param otherwise run in the handler's place if the connection is over by then
   */
  public <T> void then(Future<T> future, Handler<AsyncResult<T>> handler, Runnable otherwise) {
    future.onComplete(
        done -> {
          if (Vertx.currentContext() == context.context()) {
            guarded(() -> handler.handle(done), otherwise);
          } else {
            execute(() -> handler.handle(done), otherwise);
          }
        });
  }

  /**
   * Runs something after some time, at least a millisecond. To be called on the loop, as the next.
   *
   * @return what {@link #cancel} takes
   */
  public long after(long millis, Runnable what) {
    return after(millis, what, NOTHING);
  }

  /**
   * The same.
   *
   * @param otherwise run in its place if the connection is over by then
   */
  public long after(long millis, Runnable what, Runnable otherwise) {
    Vertx vertx = context.context().owner();
    return vertx.setTimer(Math.max(1, millis), turn -> guarded(what, otherwise));
  }

  /**
   * Runs something again and again.
   *
   * @return what {@link #cancel} takes
   */
  public long every(long millis, Runnable what) {
    Vertx vertx = context.context().owner();
    return vertx.setPeriodic(Math.max(1, millis), turn -> guarded(what, NOTHING));
  }

  /** Forgets a timer. */
  public void cancel(long timer) {
    context.context().owner().cancelTimer(timer);
  }

  /** The connection is over. */
  public void close() {
    over = true;
  }

  private void guarded(Runnable what, Runnable otherwise) {
    try {
      (over ? otherwise : what).run();
    } catch (RuntimeException | Error defect) {
      LOG.error("{} met a defect in going on", context.id(), defect);
      context.abort("a defect in answering it");
    }
  }
}

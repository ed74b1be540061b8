package io.weir.http.command;

import io.vertx.core.Future;

/** What is done on a route. Called on the connection's event loop. */
@FunctionalInterface
public interface Command {

  /**
   * Does it.
   *
   * @return the reply, or why there is none: a {@link io.weir.core.failure.Failure}, which may be
   *     thrown as well
   */
  Future<Reply> run(Exchange exchange);
}

package io.weir.http.command;

import io.vertx.core.Future;

/** Deletes a topic with everything in it. */
final class DeleteTopic implements Command {

  @Override
  public Future<Reply> run(Exchange exchange) {
    return exchange
        .core()
        .topics()
        .delete(exchange.caller(), exchange.topicName())
        .map(deleted -> Reply.empty(204));
  }
}

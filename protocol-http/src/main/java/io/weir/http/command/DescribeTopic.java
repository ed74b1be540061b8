package io.weir.http.command;

import io.vertx.core.Future;

/** A topic: its id, partitions and configuration. */
final class DescribeTopic implements Command {

  @Override
  public Future<Reply> run(Exchange exchange) {
    return Future.succeededFuture(TopicReply.of(200, exchange.topic()));
  }
}

package io.weir.http.command;

import io.vertx.core.Future;
import io.weir.http.mapping.TopicConfig;

/** A topic's configuration, in the form in which it can be given. */
final class ReadConfig implements Command {

  @Override
  public Future<Reply> run(Exchange exchange) {
    return Future.succeededFuture(Reply.json(200, TopicConfig.of(exchange.topic()).json()));
  }
}

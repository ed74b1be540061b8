package io.weir.http.command;

import io.vertx.core.Future;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.topic.Topic;
import io.weir.core.topic.TopicDefaults;
import io.weir.http.mapping.TopicConfig;
import java.util.Optional;

/**
 * Creates a topic. Asking again for what is there is no failure; asking for something else by that
 * name is one.
 */
final class CreateTopic implements Command {

  @Override
  public Future<Reply> run(Exchange exchange) {
    TopicName name = exchange.topicName();
    TopicDefaults defaults = exchange.core().topics().defaults(exchange.caller().tenant());
    return exchange
        .document()
        .map(document -> new TopicConfig(defaults.partitions(), defaults.settings()).with(document))
        .compose(config -> create(exchange, name, config));
  }

  private static Future<Reply> create(Exchange exchange, TopicName name, TopicConfig config) {
    return exchange
        .core()
        .topics()
        .create(exchange.caller(), name, config.partitions(), config.settings())
        .map(topic -> TopicReply.of(201, topic))
        .recover(cause -> existing(exchange, name, config, cause));
  }

  private static Future<Reply> existing(
      Exchange exchange, TopicName name, TopicConfig wanted, Throwable cause) {
    Optional<Topic> existing = exchange.core().topics().find(exchange.caller().tenant(), name);
    if (!(cause instanceof Failure.TopicExists) || existing.isEmpty()) {
      return Future.failedFuture(cause);
    }
    TopicConfig there = TopicConfig.of(existing.get());
    if (there.equals(wanted)) {
      return Future.succeededFuture(TopicReply.of(200, existing.get()));
    }
    return Future.failedFuture(
        new Failure.TopicExists(
            "topic '%s' exists already, with %s; PATCH /topics/{topic}/config changes it"
                .formatted(name, there.json().encode())));
  }
}

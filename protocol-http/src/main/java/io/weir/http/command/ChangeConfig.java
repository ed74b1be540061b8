package io.weir.http.command;

import io.vertx.core.Future;
import io.weir.core.topic.Topic;
import io.weir.core.topic.TopicDefaults;
import io.weir.http.mapping.TopicConfig;

/**
 * Changes a topic's configuration.
 *
 * @param whole whether what the document leaves out becomes standard (but for partitions, which
 *     never become fewer), or stays
 */
record ChangeConfig(boolean whole) implements Command {

  @Override
  public Future<Reply> run(Exchange exchange) {
    Topic topic = exchange.topic();
    TopicDefaults defaults = exchange.core().topics().defaults(exchange.caller().tenant());
    TopicConfig before =
        whole ? new TopicConfig(topic.partitions(), defaults.settings()) : TopicConfig.of(topic);
    return exchange
        .document()
        .map(before::with)
        .compose(
            after ->
                exchange
                    .core()
                    .topics()
                    .alter(exchange.caller(), topic.name(), after.partitions(), after.settings()))
        .map(altered -> Reply.json(200, TopicConfig.of(altered).json()));
  }
}

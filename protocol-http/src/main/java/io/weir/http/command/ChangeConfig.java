package io.weir.http.command;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.weir.core.address.TopicName;
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
    TopicName name = exchange.topic().name();
    return exchange
        .document()
        .compose(
            document ->
                exchange
                    .core()
                    .topics()
                    .alter(exchange.caller(), name, topic -> changed(topic, document, exchange)))
        .map(altered -> Reply.json(200, TopicConfig.of(altered).json()));
  }

  private Topic changed(Topic topic, JsonObject document, Exchange exchange) {
    TopicDefaults defaults = exchange.core().topics().defaults(exchange.caller().tenant());
    TopicConfig before =
        whole ? new TopicConfig(topic.partitions(), defaults.settings()) : TopicConfig.of(topic);
    TopicConfig after = before.with(document);
    return topic.withPartitions(after.partitions()).withSettings(after.settings());
  }
}

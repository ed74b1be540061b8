package io.weir.bench.server;

import java.util.Map;

/** A kind of server with a Kafka port. */
public sealed interface KafkaContender extends Contender permits ApacheKafka, Weir {
  /** The settings, by Kafka's CreateTopics, of a topic with this durability. */
  Map<String, String> topicSettings(Durability durability);
}

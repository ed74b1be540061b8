package io.weir.kafka.api;

import io.vertx.core.Vertx;
import io.weir.core.Core;
import io.weir.kafka.fetch.FetchSessions;
import io.weir.kafka.group.Groups;
import io.weir.kafka.mapping.TopicIds;

/**
 * The one broker that a client sees: every Weir looks like a cluster of one node, which leads all
 * partitions and coordinates all groups.
 *
 * @param sessions the fetch sessions of all clients
 * @param groups the consumer groups of all clients
 */
public record Broker(Vertx vertx, Core core, FetchSessions sessions, Groups groups) {
  /** Its node id. */
  static final int ID = 0;

  /** The cluster's id, in the form that Kafka gives to such ids. */
  String clusterId() {
    return TopicIds.toKafka(core.cluster()).toString();
  }
}

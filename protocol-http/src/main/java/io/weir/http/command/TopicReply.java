package io.weir.http.command;

import io.vertx.core.json.JsonObject;
import io.weir.core.topic.Topic;
import io.weir.http.mapping.TopicConfig;

/** A topic as a document. */
final class TopicReply {
  private TopicReply() {}

  static Reply of(int status, Topic topic) {
    return Reply.json(
        status,
        new JsonObject()
            .put("topic", topic.name().text())
            .put("id", topic.id().toString())
            .put("partitions", topic.partitions())
            .put("config", TopicConfig.of(topic).json()));
  }
}

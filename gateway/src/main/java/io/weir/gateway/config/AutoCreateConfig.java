package io.weir.gateway.config;

import io.weir.backend.Durability;
import io.weir.backend.TopicSettings;
import io.weir.core.topic.Topics;

/**
 * What becomes of a topic that is used and does not exist; and what a topic is where its creator
 * leaves that open.
 */
public record AutoCreateConfig(
    @Setting(about = "Whether it is created.", standard = "true") boolean topics,
    @Setting(about = "Its partitions.", standard = "1", min = 1, max = Topics.MAX_PARTITIONS)
        int partitions,
    @Setting(about = "How long its messages are kept.", standard = "7d") Period retention,
    @Setting(
            about =
                "What an acknowledgement promises: on disk, handed to the operating system, or nothing.",
            standard = "sync")
        Durability durability) {
  /** What a topic of these is to the backend. */
  public TopicSettings settings() {
    return retention.on(TopicSettings.DEFAULT.withDurability(durability));
  }
}

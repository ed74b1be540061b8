package io.weir.backend;

import java.util.UUID;

/** One partition of one topic, for the topic's whole life. */
public record TopicPartition(UUID topic, int partition) {
  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}

package io.weir.embedded.simulation;

import io.weir.backend.Cleanup;
import io.weir.backend.Retention;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A topic that must be there. */
final class ModelTopic {
  final UUID id;
  final String name;
  final List<ModelPartition> partitions = new ArrayList<>();
  TopicSettings settings;

  ModelTopic(TopicDescription described) {
    this.id = described.id();
    this.name = described.name();
    become(described);
  }

  void become(TopicDescription described) {
    settings = described.settings();
    while (partitions.size() < described.partitions()) {
      partitions.add(
          new ModelPartition(new TopicPartition(id, partitions.size()), settings.durability()));
    }
    boolean vanishes = settings.cleanup() != Cleanup.DELETE || isQueue();
    partitions.forEach(
        partition -> {
          partition.durability = settings.durability();
          partition.vanishes = vanishes;
        });
  }

  /** Whether an owner settles what is in it. */
  boolean isQueue() {
    return name.startsWith("queue");
  }

  boolean isCompacted() {
    return settings.cleanup() != Cleanup.DELETE;
  }

  /** Whether retention takes something from it. */
  boolean isSwept() {
    return settings.cleanup() != Cleanup.COMPACT && !settings.retention().equals(Retention.FOREVER);
  }

  boolean isAs(TopicDescription described) {
    return described.id().equals(id)
        && described.partitions() == partitions.size()
        && described.settings().equals(settings);
  }
}

package io.weir.embedded.state;

import io.weir.backend.BackendException.UnknownTopic;
import io.weir.backend.Durability;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicSettings;
import java.util.UUID;

/** A topic and its partitions. The sequencer changes it, anybody reads it. */
public final class Topic {
  private final UUID id;
  private final String name;
  private final Changes changes;
  private volatile TopicSettings settings;
  private volatile Partition[] partitions = new Partition[0];
  private volatile boolean deleted;

  /**
   * @param changes is told which of its partitions change
   */
  public Topic(UUID id, String name, TopicSettings settings, Changes changes) {
    this.changes = changes;
    this.id = id;
    this.name = name;
    this.settings = settings;
  }

  public UUID id() {
    return id;
  }

  public String name() {
    return name;
  }

  Changes changes() {
    return changes;
  }

  public TopicSettings settings() {
    return settings;
  }

  public Partition[] partitions() {
    return partitions;
  }

  public boolean isDeleted() {
    return deleted;
  }

  /** Whether an append is acknowledged and shown only once synced. */
  public boolean isSynced() {
    return settings.durability() == Durability.SYNC;
  }

  public TopicDescription describe() {
    return new TopicDescription(id, name, partitions.length, settings);
  }

  void become(TopicSettings newSettings, Partition[] newPartitions) {
    settings = newSettings;
    partitions = newPartitions;
  }

  public void markDeleted() {
    deleted = true;
  }

  /** What to answer to whoever still asks for it once it is deleted. */
  public UnknownTopic gone() {
    return new UnknownTopic("topic " + id + " was deleted");
  }
}

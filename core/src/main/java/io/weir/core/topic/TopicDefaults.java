package io.weir.core.topic;

import io.weir.backend.Capabilities;
import io.weir.backend.Durability;
import io.weir.backend.TopicSettings;

/**
 * What a topic is when nobody says.
 *
 * @param autoCreate whether one is created where a client names one that does not exist
 * @param partitions how many it has then, and where a creation leaves it open
 * @param settings likewise
 */
public record TopicDefaults(boolean autoCreate, int partitions, TopicSettings settings) {

  /** Created on first use, with one partition, synced, kept for seven days. */
  public static final TopicDefaults DEFAULT = new TopicDefaults(true, 1, TopicSettings.DEFAULT);

  /** These, with the strongest durability that a backend has if it lacks the one wanted. */
  public TopicDefaults on(Capabilities capabilities) {
    return new TopicDefaults(autoCreate, partitions, fit(settings, capabilities));
  }

  /** Settings, with the strongest durability that a backend has if it lacks the one wanted. */
  public static TopicSettings fit(TopicSettings settings, Capabilities capabilities) {
    if (capabilities.durabilities().contains(settings.durability())) {
      return settings;
    }
    for (Durability durability : Durability.values()) { // the strongest first
      if (capabilities.durabilities().contains(durability)) {
        return settings.withDurability(durability);
      }
    }
    throw new IllegalArgumentException("a backend has at least one durability");
  }
}

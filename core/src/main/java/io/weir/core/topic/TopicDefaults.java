package io.weir.core.topic;

import io.weir.backend.Capabilities;
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

  /** These, as far as a backend can keep them. */
  public TopicDefaults on(Capabilities capabilities) {
    return new TopicDefaults(autoCreate, partitions, capabilities.fit(settings));
  }
}

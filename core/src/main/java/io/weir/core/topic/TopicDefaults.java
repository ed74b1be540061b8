package io.weir.core.topic;

import io.weir.backend.Capabilities;
import io.weir.backend.Durability;
import io.weir.backend.Retention;
import io.weir.backend.TopicSettings;
import java.util.Collections;

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

  /** These, as far as a backend can keep them; see {@link #fit}. */
  public TopicDefaults on(Capabilities capabilities) {
    return new TopicDefaults(autoCreate, partitions, fit(settings, capabilities));
  }

  /**
   * Settings as far as a backend can keep them: with the strongest durability, the longest
   * retention and the largest batches that it has where it lacks those wanted.
   */
  public static TopicSettings fit(TopicSettings settings, Capabilities capabilities) {
    return settings
        .withDurability(fit(settings.durability(), capabilities))
        .withRetention(fit(settings.retention(), capabilities))
        .withMaxBatchBytes(Math.min(settings.maxBatchBytes(), capabilities.maxBatchBytes()));
  }

  private static Durability fit(Durability wanted, Capabilities capabilities) {
    return capabilities.durabilities().contains(wanted)
        ? wanted
        : Collections.min(capabilities.durabilities()); // the strongest is the first
  }

  private static Retention fit(Retention wanted, Capabilities capabilities) {
    long longest = capabilities.maxRetentionMillis();
    boolean tooLong =
        longest != Retention.UNLIMITED
            && (wanted.millis() == Retention.UNLIMITED || wanted.millis() > longest);
    return tooLong ? new Retention(longest, wanted.bytes()) : wanted;
  }
}

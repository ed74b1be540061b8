package io.weir.backend;

import java.util.Collections;
import java.util.Set;

/**
 * What a backend does natively. The core asks for nothing else, and says so to whoever wants it;
 * the test kit checks all that is declared and skips, by name, what is not.
 *
 * @param features what it is able to do beyond the rest of the contract
 * @param durabilities the promises it can make, never empty
 * @param maxBatchBytes the largest batch that an append may hold, whatever a topic's settings say
 * @param maxRetentionMillis the longest age that a topic may ask for; {@link Retention#UNLIMITED}
 *     if records can stay for ever. Where they cannot, whoever keeps state writes it again in time
 */
public record Capabilities(
    Set<Feature> features,
    Set<Durability> durabilities,
    int maxBatchBytes,
    long maxRetentionMillis) {

  /** Something that a backend may be unable to do. */
  public enum Feature {
    /**
     * {@link PartitionLog#appendAll} and {@link Claim#append} are all or nothing, also after a
     * crash.
     */
    ATOMIC_APPEND,
    /**
     * {@link ProducerStore}'s transactional methods, aborted ranges, last stable offsets below the
     * high watermark.
     */
    TRANSACTIONS,
    /** {@link Cleanup#COMPACT} and {@link Cleanup#COMPACT_DELETE}. */
    COMPACTION,
    /** {@link PartitionLog#readByKey} and {@link TopicSettings#keyIndex}. */
    KEY_INDEX
  }

  /** Of a backend that keeps records for ever if a topic asks for it. */
  public Capabilities(Set<Feature> features, Set<Durability> durabilities, int maxBatchBytes) {
    this(features, durabilities, maxBatchBytes, Retention.UNLIMITED);
  }

  public Capabilities {
    features = Set.copyOf(features);
    durabilities = Set.copyOf(durabilities);
  }

  public boolean can(Feature feature) {
    return features.contains(feature);
  }

  /**
   * Settings as far as this backend can keep them: with the strongest durability, the longest
   * retention and the largest batches that it has where it lacks those wanted, and without an index
   * of keys if it has none.
   */
  public TopicSettings fit(TopicSettings settings) {
    return settings
        .withDurability(fit(settings.durability()))
        .withRetention(fit(settings.retention()))
        .withMaxBatchBytes(Math.min(settings.maxBatchBytes(), maxBatchBytes))
        .withKeyIndex(settings.keyIndex() && can(Feature.KEY_INDEX));
  }

  private Durability fit(Durability wanted) {
    return durabilities.contains(wanted)
        ? wanted
        : Collections.min(durabilities); // the strongest is the first
  }

  private Retention fit(Retention wanted) {
    boolean tooLong =
        maxRetentionMillis != Retention.UNLIMITED
            && (wanted.millis() == Retention.UNLIMITED || wanted.millis() > maxRetentionMillis);
    return tooLong ? new Retention(maxRetentionMillis, wanted.bytes()) : wanted;
  }
}

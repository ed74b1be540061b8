package io.weir.backend;

import java.util.Set;

/**
 * What a backend does natively. Heads read it and advertise only what works; the test kit checks
 * all that is declared and skips, by name, what is not.
 *
 * @param features what it is able to do beyond the rest of the contract
 * @param durabilities the promises it can make, never empty
 * @param maxBatchBytes the largest batch that an append may hold, whatever a topic's settings say
 */
public record Capabilities(Set<Feature> features, Set<Durability> durabilities, int maxBatchBytes) {

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
    COMPACTION
  }

  public Capabilities {
    features = Set.copyOf(features);
    durabilities = Set.copyOf(durabilities);
  }

  public boolean can(Feature feature) {
    return features.contains(feature);
  }
}

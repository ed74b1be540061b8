package io.weir.backend;

/**
 * How a topic stores what it is given.
 *
 * @param durability what a completed append promises
 * @param cleanup what becomes of old records
 * @param retention how long they stay where {@code cleanup} deletes
 * @param compaction when they are compacted where {@code cleanup} compacts
 * @param maxBatchBytes the largest batch the topic takes, in bytes of the batch as it lies in the
 *     log, from 61
 * @param keyIndex whether records are found by their key ({@link PartitionLog#readByKey}) without
 *     looking through all others; counts for what is appended from then on, and for the rest where
 *     the backend has the occasion
 */
public record TopicSettings(
    Durability durability,
    Cleanup cleanup,
    Retention retention,
    Compaction compaction,
    int maxBatchBytes,
    boolean keyIndex) {
  /** As much as Apache Kafka takes by default ({@code max.message.bytes}). */
  public static final int DEFAULT_MAX_BATCH_BYTES = 1_048_588;

  /** Synced, kept for seven days. */
  public static final TopicSettings DEFAULT =
      new TopicSettings(
          Durability.SYNC,
          Cleanup.DELETE,
          new Retention(7L * 24 * 60 * 60 * 1000, Retention.UNLIMITED),
          Compaction.DEFAULT,
          DEFAULT_MAX_BATCH_BYTES,
          false);

  /**
   * Synced, every record kept: for state that must be replayed where the backend cannot compact.
   */
  public static final TopicSettings STATE = DEFAULT.withRetention(Retention.FOREVER);

  public TopicSettings withDurability(Durability other) {
    return new TopicSettings(other, cleanup, retention, compaction, maxBatchBytes, keyIndex);
  }

  public TopicSettings withCleanup(Cleanup other) {
    return new TopicSettings(durability, other, retention, compaction, maxBatchBytes, keyIndex);
  }

  public TopicSettings withRetention(Retention other) {
    return new TopicSettings(durability, cleanup, other, compaction, maxBatchBytes, keyIndex);
  }

  public TopicSettings withCompaction(Compaction other) {
    return new TopicSettings(durability, cleanup, retention, other, maxBatchBytes, keyIndex);
  }

  public TopicSettings withMaxBatchBytes(int other) {
    return new TopicSettings(durability, cleanup, retention, compaction, other, keyIndex);
  }

  public TopicSettings withKeyIndex(boolean other) {
    return new TopicSettings(durability, cleanup, retention, compaction, maxBatchBytes, other);
  }
}

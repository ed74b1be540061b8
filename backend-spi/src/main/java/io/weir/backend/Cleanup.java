package io.weir.backend;

/** What becomes of old records in a topic. */
public enum Cleanup {
  /** They go when {@link Retention} says so. */
  DELETE,
  /** The last record of each key stays for ever; needs {@link Capabilities.Feature#COMPACTION}. */
  COMPACT,
  /**
   * Both: compacted, and gone when {@link Retention} says so; needs {@link
   * Capabilities.Feature#COMPACTION}.
   */
  COMPACT_DELETE
}

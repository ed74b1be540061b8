package io.weir.backend;

/** What a completed append promises; the choice of a topic. */
public enum Durability {
  /** It survives a power cut: synced to disk, or as safe as the cluster can make it. */
  SYNC,
  /**
   * It survives the end of the process (kill -9), not a power cut: handed to the operating system.
   */
  ASYNC,
  /** It survives nothing: the topic is empty, and has a new id, after the process ends. */
  MEMORY
}

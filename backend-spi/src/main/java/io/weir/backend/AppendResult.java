package io.weir.backend;

/** What became of an append that did not fail. */
public sealed interface AppendResult {

  /** The offset of the batch's first record. */
  long baseOffset();

  /**
   * The batch is in the log.
   *
   * @param logStartOffset the partition's log start offset then
   */
  record Appended(long baseOffset, long logStartOffset) implements AppendResult {}

  /**
   * The batch was there already, from an earlier call of the same producer, and is durable; nothing
   * was written.
   *
   * @param baseOffset where it lies
   */
  record Duplicate(long baseOffset) implements AppendResult {}
}

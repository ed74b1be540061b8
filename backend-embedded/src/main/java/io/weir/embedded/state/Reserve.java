package io.weir.embedded.state;

/**
 * How much of the space that is kept at the end of a segment may be used, when there is no room for
 * another segment.
 */
public enum Reserve {
  /** Nothing: messages. */
  NONE,
  /**
   * Half of it: what the holder of a claim writes to the partition it has claimed. That is state,
   * such as positions and what is settled, without which nothing that waits can be done with.
   */
  HALF,
  /** All of it: the log's own records, which free space or cost next to none. */
  ALL
}

package io.weir.embedded.state;

/**
 * How far compaction has come in a partition.
 *
 * @param cleanEnd of what lies before this offset, each key is there once
 * @param horizon when something that only tells of deletions may go from there, milliseconds since
 *     1970; {@link #NEVER} if nothing does
 */
public record CompactionState(long cleanEnd, long horizon) {
  public static final long NEVER = Long.MAX_VALUE;

  /** Of what was never compacted. */
  public static final CompactionState NONE = new CompactionState(0, NEVER);
}

package io.weir.backend;

/** How far a reader sees. Without transactions the two are the same. */
public enum Isolation {
  /**
   * Up to the last stable offset: nothing of an open transaction. Aborted ones are named with the
   * result.
   */
  COMMITTED,
  /** Up to the high watermark, whatever becomes of open transactions. */
  UNCOMMITTED
}

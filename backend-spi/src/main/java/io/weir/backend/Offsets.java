package io.weir.backend;

/**
 * Where a partition begins and ends.
 *
 * @param logStart the first offset that can be read
 * @param lastStable before it no transaction is open
 * @param highWatermark the offset after the last record that can be read
 * @param leaderEpoch of what is written now; grows when unsynced records may have been lost
 */
public record Offsets(long logStart, long lastStable, long highWatermark, int leaderEpoch) {

  /** The offset after the last record that a reader of this isolation sees. */
  public long end(Isolation isolation) {
    return isolation == Isolation.COMMITTED ? lastStable : highWatermark;
  }
}

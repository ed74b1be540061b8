package io.weir.backend;

/**
 * When a topic is compacted, where its {@link Cleanup} asks for that. Ages are those of the
 * records' timestamps. A backend may compact later than this asks for, never sooner than {@code
 * minLagMillis}.
 *
 * @param minLagMillis how old a record is at least before a later one of its key takes its place,
 *     from 0; has the last word where it is greater than {@code maxLagMillis}
 * @param maxLagMillis how old a record may become before compaction looks at it, however little
 *     there is to be gained; from 1, {@link #UNBOUNDED} to wait for {@code dirtyRatio}
 * @param tombstoneMillis how long a record without a body stays once compaction has removed the
 *     earlier records of its key, so that readers learn of the deletion; from 0
 * @param dirtyRatio which part of a partition's bytes is not yet compacted when compaction is worth
 *     it, from 0 to 1
 */
public record Compaction(
    long minLagMillis, long maxLagMillis, long tombstoneMillis, double dirtyRatio) {
  public static final long UNBOUNDED = Long.MAX_VALUE;

  /** Apache Kafka's: at once, once half is new; deletions are told for a day. */
  public static final Compaction DEFAULT = new Compaction(0, UNBOUNDED, 24L * 60 * 60 * 1000, 0.5);

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Compaction {
    if (minLagMillis < 0 || maxLagMillis < 1 || tombstoneMillis < 0) {
      throw new IllegalArgumentException(
          "the lag and the time of tombstones are numbers from 0, and the greatest lag from 1");
    }
    if (!(dirtyRatio >= 0 && dirtyRatio <= 1)) {
      throw new IllegalArgumentException("the dirty ratio is a number from 0 to 1");
    }
  }

  public Compaction withMinLagMillis(long other) {
    return new Compaction(other, maxLagMillis, tombstoneMillis, dirtyRatio);
  }

  public Compaction withMaxLagMillis(long other) {
    return new Compaction(minLagMillis, other, tombstoneMillis, dirtyRatio);
  }

  public Compaction withTombstoneMillis(long other) {
    return new Compaction(minLagMillis, maxLagMillis, other, dirtyRatio);
  }

  public Compaction withDirtyRatio(double other) {
    return new Compaction(minLagMillis, maxLagMillis, tombstoneMillis, other);
  }
}

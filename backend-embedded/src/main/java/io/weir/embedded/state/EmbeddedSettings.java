package io.weir.embedded.state;

import io.weir.backend.BackendException.Unsupported;
import io.weir.embedded.storage.Layout;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What may be set of the embedded log: the entries of {@code backend} in {@code weir.yaml}.
 *
 * @param segmentBytes the size segments grow to; the first ones of a small log are smaller
 * @param commitBytes the most that one commit gathers
 * @param queueBytes the most that waits to be written; past it appends are {@code Throttled}
 * @param checkpointBytes the most that the whole state of the log may take at the head of a
 *     segment; of a larger one only what has changed is written there
 * @param memoryBytes all that the log may take where it lives in memory
 * @param retentionCheckMillis how often what is no longer kept is looked for
 * @param collectionBytesPerSecond the most that collection writes
 */
public record EmbeddedSettings(
    int segmentBytes,
    int commitBytes,
    long queueBytes,
    int checkpointBytes,
    long memoryBytes,
    long retentionCheckMillis,
    long collectionBytesPerSecond) {
  static final EmbeddedSettings DEFAULT =
      new EmbeddedSettings(256 << 20, 4 << 20, 64L << 20, 4 << 20, 512L << 20, 60_000, 64L << 20);

  private static final int FIRST_SEGMENT_BYTES = 16 << 20;

  /** What can be mapped at once. */
  private static final int MOST_SEGMENT_BYTES = Integer.MAX_VALUE - 8;

  private static final Set<String> NAMES =
      new TreeSet<>(
          Set.of(
              "segmentBytes",
              "commitBytes",
              "queueBytes",
              "checkpointBytes",
              "memoryBytes",
              "retentionCheckMillis",
              "collectionBytesPerSecond"));

  /**
   * Reads them from configuration.
   *
   * @throws Unsupported naming what is unknown, of the wrong type or out of range
   */
  public static EmbeddedSettings of(Map<String, Object> entries) {
    for (String name : entries.keySet()) {
      if (!NAMES.contains(name)) {
        throw new Unsupported(
            "backend.%s is not a setting of the embedded log, which has %s"
                .formatted(name, String.join(", ", NAMES)));
      }
    }
    return new EmbeddedSettings(
        (int) number(entries, "segmentBytes", DEFAULT.segmentBytes, 64 << 10, 1 << 30),
        (int) number(entries, "commitBytes", DEFAULT.commitBytes, 4 << 10, 256 << 20),
        number(entries, "queueBytes", DEFAULT.queueBytes, 64 << 10, 4L << 30),
        (int) number(entries, "checkpointBytes", DEFAULT.checkpointBytes, 0, 64 << 20),
        number(entries, "memoryBytes", DEFAULT.memoryBytes, 256 << 10, 1L << 40),
        number(entries, "retentionCheckMillis", DEFAULT.retentionCheckMillis, 1, 86_400_000),
        number(
            entries,
            "collectionBytesPerSecond",
            DEFAULT.collectionBytesPerSecond,
            1 << 10,
            1L << 40));
  }

  /**
   * The largest batch: what fits into the queue with room for others, and into memory where that is
   * all there is.
   */
  public int maxBatchBytes(boolean ephemeral) {
    long most = Math.min(64L << 20, queueBytes / 2);
    return (int) (ephemeral ? Math.min(most, memoryBytes / 4) : most);
  }

  /** For a log in memory: segments small enough that what is old goes piece by piece. */
  public EmbeddedSettings inMemory() {
    int segment = (int) Math.min(segmentBytes, Math.max(64 << 10, memoryBytes / 16));
    return new EmbeddedSettings(
        segment,
        commitBytes,
        queueBytes,
        checkpointBytes,
        memoryBytes,
        retentionCheckMillis,
        collectionBytesPerSecond);
  }

  /**
   * The size of a new segment: as much as the log has already, within bounds, so that a small log
   * stays small.
   *
   * @param logBytes what the log has
   * @param needed what must fit into it
   */
  public int segmentCapacity(long logBytes, long needed) {
    long wanted = Math.min(segmentBytes, Math.max(FIRST_SEGMENT_BYTES, logBytes));
    return Math.max(wholePages(wanted), leastCapacity(needed));
  }

  /** What a segment has at least into which so much must fit, beside its reserve. */
  public int leastCapacity(long needed) {
    long least = Layout.FIRST_COMMIT + 4 * Layout.SECTOR + needed;
    return wholePages(least + least / 8);
  }

  /** The most that the whole state may take at the head of a segment of some size. */
  public int wholeStateBytes(int capacity) {
    return Math.min(checkpointBytes, capacity / 64);
  }

  private static int wholePages(long bytes) {
    return (int) Math.min(MOST_SEGMENT_BYTES, (bytes + 4095) & -4096L);
  }

  /** What of a segment is kept, so that trimming, deleting and settling work on a full disk. */
  public int reserveBytes(int capacity) {
    return Math.min(4 << 20, capacity / 16);
  }

  private static long number(
      Map<String, Object> entries, String name, long otherwise, long least, long most) {
    Object value = entries.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof Integer || value instanceof Long)
        || ((Number) value).longValue() < least
        || ((Number) value).longValue() > most) {
      throw new Unsupported(
          "backend.%s is \"%s\" and must be a whole number from %d to %d"
              .formatted(name, value, least, most));
    }
    return ((Number) value).longValue();
  }
}

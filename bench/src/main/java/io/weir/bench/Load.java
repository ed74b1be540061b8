package io.weir.bench;

import io.weir.bench.server.Durability;

/**
 * What a contender gets in one turn.
 *
 * @param durability what an acknowledgement means
 * @param records how many are written at full speed, and read back
 * @param pacedSeconds how long each phase that is not at full speed is measured, after {@link
 *     #warmUpSeconds} that are not
 * @param shape what it looks like
 */
record Load(Durability durability, int records, int pacedSeconds, Shape shape) {
  private static final int MOST_WARM_UP_SECONDS = 2;

  int warmUpSeconds() {
    return Math.min(pacedSeconds, MOST_WARM_UP_SECONDS);
  }

  Load withRecords(int other) {
    return new Load(durability, other, pacedSeconds, shape);
  }

  /** The bytes of all records of the full-speed phase, in GB. */
  double gigabytes() {
    return (double) records * shape.recordBytes() / 1e9;
  }
}

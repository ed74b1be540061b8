package io.weir.bench;

import io.weir.bench.server.Durability;

/**
 * What a contender gets in one turn.
 *
 * @param durability what an acknowledgement means
 * @param records how many are written at full speed, and read back
 * @param pacedSeconds how long each phase that is not at full speed is measured, after as long as
 *     {@link #WARM_UP_SECONDS} that is not
 * @param shape what it looks like
 */
record Load(Durability durability, int records, int pacedSeconds, Shape shape) {
  static final int WARM_UP_SECONDS = 2;

  Load withRecords(int other) {
    return new Load(durability, other, pacedSeconds, shape);
  }

  /** The bytes of all records of the full-speed phase, in GB. */
  double gigabytes() {
    return (double) records * shape.recordBytes() / 1e9;
  }
}

package io.weir.bench;

import io.weir.bench.server.Durability;

/**
 * What a contender gets in one turn.
 *
 * @param durability what an acknowledgement means
 * @param records how many are written at full speed, and read back
 * @param rate records a second of the paced phase
 * @param pacedSeconds how long that is measured, after as long as {@link #WARM_UP_SECONDS} that is
 *     not
 * @param partitions of each topic
 */
record Load(Durability durability, int records, int rate, int pacedSeconds, int partitions) {
  static final int RECORD_BYTES = 1024;
  static final int WARM_UP_SECONDS = 2;

  Load withRecords(int other) {
    return new Load(durability, other, rate, pacedSeconds, partitions);
  }

  /** The bytes of all records of the full-speed phase, in GB. */
  double gigabytes() {
    return (double) records * RECORD_BYTES / 1e9;
  }
}

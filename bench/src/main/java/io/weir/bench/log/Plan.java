package io.weir.bench.log;

import io.weir.bench.server.Durability;
import java.util.List;

/**
 * How large a run is.
 *
 * @param durability of all topics
 * @param seconds how long a phase of a turn takes
 * @param rate batches a second of the paced phases
 * @param turnBytes the most that a phase at full speed writes
 * @param behindBytes what a reader far behind has before it
 * @param reopenings how often a log is opened again after {@code kill -9}
 * @param topics numbers of topics; the first is what the others are compared with, here and below
 * @param partitions numbers of partitions of one topic
 * @param batches sizes in bytes
 * @param publishers that wait for each acknowledgement
 */
public record Plan(
    Durability durability,
    double seconds,
    int rate,
    long turnBytes,
    long behindBytes,
    int reopenings,
    List<Integer> topics,
    List<Integer> partitions,
    List<Integer> batches,
    List<Integer> publishers) {

  /** The durability as the log's SPI has it. */
  io.weir.backend.Durability promise() {
    return io.weir.backend.Durability.valueOf(durability.name());
  }
}

package io.weir.bench.backend;

import io.weir.bench.load.Latencies;
import java.io.Serializable;

/**
 * What was done.
 *
 * @param operations calls that were answered
 * @param bytes of batches written or read by them
 * @param latencies from the call to its answer; for who reads at the tail, from the append to the
 *     batch in the reader's hands
 */
public record Work(long operations, long bytes, Latencies latencies) implements Serializable {
  /** Nothing. */
  public static final Work NONE = new Work(0, 0, new Latencies(0, 0));
}

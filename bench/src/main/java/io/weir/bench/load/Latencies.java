package io.weir.bench.load;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How long acknowledgements took, in milliseconds.
 *
 * @param p50 half of them at most
 * @param p99 99 of 100 at most
 */
public record Latencies(double p50, double p99) implements Serializable {
  static Latencies of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(percentile(sorted, 50) / 1e6, percentile(sorted, 99) / 1e6);
  }

  /** The smallest value that this many of a hundred do not exceed. */
  private static long percentile(long[] sorted, int percent) {
    return sorted[(int) Math.ceilDiv((long) sorted.length * percent, 100L) - 1];
  }
}

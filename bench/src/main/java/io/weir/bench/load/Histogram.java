package io.weir.bench.load;

/**
 * Counts durations in buckets whose width is a 64th of what they hold, so that any number of them
 * takes the same room. Used by one thread.
 */
public final class Histogram {
  private static final int BITS = 6;

  private final long[] counts = new long[64 << BITS];
  private long total;

  /** Counts one; one below 0 as 0. */
  public void add(long nanos) {
    counts[bucket(Math.max(0, nanos))]++;
    total++;
  }

  /** Counts all that another one has. */
  public void add(Histogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  /** How many were counted. */
  public long total() {
    return total;
  }

  /** The percentiles, each the largest duration of its bucket; 0 if nothing was counted. */
  public Latencies latencies() {
    return new Latencies(percentile(50) / 1e6, percentile(99) / 1e6);
  }

  private long percentile(int percent) {
    long rank = Math.ceilDiv(total * percent, 100L);
    long seen = 0;
    for (int i = 0; i < counts.length && total > 0; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return largest(i);
      }
    }
    return 0;
  }

  /** Up to 64 ns each has its own; above, the leading bit and the six that follow it. */
  private static int bucket(long nanos) {
    int shift = Math.max(0, 63 - BITS - Long.numberOfLeadingZeros(nanos));
    return (shift << BITS) + (int) (nanos >>> shift);
  }

  private static long largest(int bucket) {
    int shift = Math.max(0, (bucket >> BITS) - 1);
    long leading = bucket - ((long) shift << BITS);
    return ((leading + 1) << shift) - 1;
  }
}

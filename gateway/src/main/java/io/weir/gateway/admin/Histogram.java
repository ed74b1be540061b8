package io.weir.gateway.admin;

import java.util.concurrent.atomic.LongAdder;

/**
 * Durations in buckets that each reach twice as far as the one before, from 64 microseconds to some
 * 8 seconds.
 */
final class Histogram {
  private static final int FIRST_SHIFT = 16; // 2^16 ns are 65.5 microseconds
  private static final int BUCKETS = 18;

  private final LongAdder[] buckets = new LongAdder[BUCKETS + 1];
  private final LongAdder nanos = new LongAdder();

  Histogram() {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  void observe(long duration) {
    int bucket = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, duration - 1) >> FIRST_SHIFT);
    buckets[Math.min(bucket, BUCKETS)].increment();
    nanos.add(duration);
  }

  void write(PrometheusText page, String name, Metrics.Labels labels) {
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      total += buckets[i].sum();
      double upTo = (1L << (FIRST_SHIFT + i)) / 1e9;
      page.sample(name + "_bucket", labels.text() + ",le=\"" + upTo + "\"", total);
    }
    total += buckets[BUCKETS].sum();
    page.sample(name + "_bucket", labels.text() + ",le=\"+Inf\"", total);
    page.sample(name + "_sum", labels.text(), nanos.sum() / 1e9);
    page.sample(name + "_count", labels.text(), total);
  }
}

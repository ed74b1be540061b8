package io.weir.bench.log;

import io.weir.bench.backend.Outcome.Done;
import io.weir.bench.backend.Usage;
import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import io.weir.bench.result.Metric.Better;

/** What {@code bench log} measures. A GB is 10^9 bytes of batches, a message is 1 KiB of them. */
final class LogMetrics {
  static final Metric PACED_P50 = Metric.compared("p50 at the fixed rate", "ms", 2, Better.LOWER);
  static final Metric PACED_P99 = Metric.verdict("p99 at the fixed rate", "ms", 2);
  static final Metric PACED_CPU = Metric.shown("CPU at the fixed rate", "% of a core", 1);

  static final Metric WRITE_CPU = Metric.verdict("CPU, writing", "s/GB", 2);
  static final Metric WRITE_CALLERS = Metric.shown("of it the callers', writing", "s/GB", 2);
  static final Metric WRITE_BYTES = Metric.compared("written", "MB/s", 1, Better.HIGHER);
  static final Metric WRITE_P50 = Metric.shown("p50 of an append", "ms", 2);
  static final Metric WRITE_P99 = Metric.shown("p99 of an append", "ms", 2);
  static final Metric READ_CPU = Metric.verdict("CPU, reading", "s/GB", 2);
  static final Metric READ_CALLERS = Metric.shown("of it the callers', reading", "s/GB", 2);
  static final Metric READ_BYTES = Metric.compared("read", "MB/s", 1, Better.HIGHER);

  private LogMetrics() {}

  /** The figures of a paced phase. */
  static void paced(Done done, Measurements measured) {
    measured
        .with(PACED_P50, done.written().latencies().p50())
        .with(PACED_P99, done.written().latencies().p99())
        .with(PACED_CPU, 100 * done.usage().cpu() / done.usage().seconds());
  }

  /** The figures of writing at full speed, by the byte. */
  static void written(Done done, Measurements measured) {
    Usage usage = done.usage();
    double gigabytes = done.written().bytes() / 1e9;
    measured
        .with(WRITE_CPU, usage.cpu() / gigabytes)
        .with(WRITE_CALLERS, usage.callersCpu() / gigabytes)
        .with(WRITE_BYTES, gigabytes * 1e3 / usage.seconds());
  }

  /** The figures of reading at full speed, by the byte. */
  static void read(Done done, Measurements measured) {
    Usage usage = done.usage();
    double gigabytes = done.read().bytes() / 1e9;
    measured
        .with(READ_CPU, usage.cpu() / gigabytes)
        .with(READ_CALLERS, usage.callersCpu() / gigabytes)
        .with(READ_BYTES, gigabytes * 1e3 / usage.seconds());
  }
}

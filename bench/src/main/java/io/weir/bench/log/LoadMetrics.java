package io.weir.bench.log;

import io.weir.bench.backend.Outcome.Done;
import io.weir.bench.backend.Usage;
import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import io.weir.bench.result.Metric.Better;

/**
 * The figures of one load of a {@link SpreadTrial}: a fixed rate, appending, reading one by one.
 */
record LoadMetrics(
    Metric pacedP50,
    Metric pacedP99,
    Metric pacedCpu,
    Metric appendCpu,
    Metric appendCallers,
    Metric appendRate,
    Metric pickCpu,
    Metric pickCallers,
    Metric pickRate) {
  /** The load goes around all of them. */
  static final LoadMetrics ALL = of("");

  /** The load goes to one of them. */
  static final LoadMetrics ONE = of(", one of them");

  private static LoadMetrics of(String which) {
    return new LoadMetrics(
        Metric.compared("p50 at the fixed rate" + which, "ms", 2, Better.LOWER),
        Metric.verdict("p99 at the fixed rate" + which, "ms", 2),
        Metric.shown("CPU at the fixed rate" + which, "% of a core", 1),
        Metric.verdict("CPU, appending" + which, "us/message", 2),
        Metric.shown("of it the callers', appending" + which, "us", 2),
        Metric.compared("appended" + which, "messages/s", 0, Better.HIGHER),
        Metric.verdict("CPU, reading one by one" + which, "us/message", 2),
        Metric.shown("of it the callers', reading" + which, "us", 2),
        Metric.compared("read" + which, "messages/s", 0, Better.HIGHER));
  }

  void measure(Done paced, Done written, Done read, Measurements measured) {
    Usage appending = written.usage();
    Usage reading = read.usage();
    long appended = written.written().operations();
    long picked = read.read().operations();
    measured
        .with(pacedP50, paced.written().latencies().p50())
        .with(pacedP99, paced.written().latencies().p99())
        .with(pacedCpu, 100 * paced.usage().cpu() / paced.usage().seconds())
        .with(appendCpu, micros(appending.cpu(), appended))
        .with(appendCallers, micros(appending.callersCpu(), appended))
        .with(appendRate, appended / appending.seconds())
        .with(pickCpu, micros(reading.cpu(), picked))
        .with(pickCallers, micros(reading.callersCpu(), picked))
        .with(pickRate, picked / reading.seconds());
  }

  private static double micros(double seconds, long operations) {
    return seconds * 1e6 / operations;
  }
}

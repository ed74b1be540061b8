package io.weir.bench.rabbitmq;

import io.weir.bench.result.Metric;
import io.weir.bench.result.Metric.Better;
import io.weir.bench.result.Pair;
import io.weir.bench.result.Sample;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What {@code bench rabbitmq} measures. A million is of messages as consumers get them. */
public final class RabbitMetrics {
  static final Metric CPU = Metric.verdict("server CPU at full speed", "s/million", 1);
  static final Metric RATE =
      Metric.compared("delivered at full speed", "messages/s", 0, Better.HIGHER);
  static final Metric GENERATOR = Metric.shown("PerfTest's CPU at full speed", "% of a core", 0);
  static final Metric OTHERS =
      Metric.shown("everything else's CPU at full speed", "% of a core", 0);
  static final Metric P50 =
      Metric.compared("p50 to the consumer at the fixed rate", "ms", 2, Better.LOWER);
  static final Metric P99 = Metric.verdict("p99 to the consumer at the fixed rate", "ms", 2);
  static final Metric CONFIRM_P50 =
      Metric.compared("p50 of a confirm at the fixed rate", "ms", 2, Better.LOWER);
  static final Metric CONFIRM_P99 = Metric.verdict("p99 of a confirm at the fixed rate", "ms", 2);
  static final Metric PACED_CPU =
      Metric.compared("server CPU at the fixed rate", "% of a core", 1, Better.LOWER);

  static final Metric CALL_CPU = Metric.verdict("server CPU, calls", "s/million", 1);
  static final Metric CALL_P50 = Metric.compared("p50 of a call", "ms", 3, Better.LOWER);
  static final Metric CALL_P99 = Metric.verdict("p99 of a call", "ms", 3);
  static final Metric CALL_RATE = Metric.compared("answered", "calls/s", 0, Better.HIGHER);
  static final Metric CALLER = Metric.shown("CPU of caller and callee", "% of a core", 0);

  static final Metric FILL_CPU = Metric.verdict("server CPU, filling", "s/million", 1);
  static final Metric FILL_RATE = Metric.compared("filled", "messages/s", 0, Better.HIGHER);
  static final Metric FILLER = Metric.shown("PerfTest's CPU while filling", "% of a core", 0);
  static final Metric BACKLOG_RSS =
      Metric.compared("of the RSS with the backlog without files", "MiB", 0, Better.LOWER);
  static final Metric DRAIN_CPU = Metric.verdict("server CPU, draining", "s/million", 1);
  static final Metric DRAIN_RATE = Metric.compared("drained", "messages/s", 0, Better.HIGHER);
  static final Metric DRAINER = Metric.shown("PerfTest's CPU while draining", "% of a core", 0);

  static final Metric RSS = Metric.compared("server RSS at the end", "MiB", 0, Better.LOWER);
  static final Metric OWN_RSS = Metric.compared("of it without files", "MiB", 0, Better.LOWER);

  /** From this share of its core on, a load generator measures itself. */
  private static final double GENERATOR_LIMIT_PERCENT = 80;

  /** Each throughput, and whose share of a core says whether it counts. */
  private record Throughput(Metric rate, Metric generator) {}

  private static final Set<Throughput> THROUGHPUTS =
      Set.of(
          new Throughput(RATE, GENERATOR),
          new Throughput(CALL_RATE, CALLER),
          new Throughput(FILL_RATE, FILLER),
          new Throughput(DRAIN_RATE, DRAINER));

  private RabbitMetrics() {}

  /** Throughput counts only where neither contender took the load generator to its limit. */
  public static Predicate<Metric> counting(List<Pair> pairs) {
    return metric ->
        THROUGHPUTS.stream()
            .filter(throughput -> throughput.rate().equals(metric))
            .allMatch(throughput -> share(pairs, throughput.generator()) < GENERATOR_LIMIT_PERCENT);
  }

  /** A generator's median share of a core, with the contender that took more of it. */
  private static double share(List<Pair> pairs, Metric share) {
    Sample first = Sample.of(pairs.stream().map(pair -> pair.first().get(share)).toList());
    Sample second = Sample.of(pairs.stream().map(pair -> pair.second().get(share)).toList());
    return Math.max(first.median(), second.median());
  }
}

package io.weir.bench;

import io.weir.bench.result.Metric;
import io.weir.bench.result.Metric.Better;
import io.weir.bench.result.Pair;
import io.weir.bench.result.Sample;
import java.util.List;
import java.util.function.Predicate;

/** What {@code bench kafka} measures. A GB is 10^9 bytes of record values. */
final class KafkaMetrics {
  static final Metric WRITE_CPU = Metric.verdict("server CPU, writing", "s/GB", 2);
  static final Metric READ_CPU = Metric.verdict("server CPU, reading", "s/GB", 2);
  static final Metric P99 = Metric.verdict("p99 at the fixed rate", "ms", 2);
  static final Metric P50 = Metric.compared("p50 at the fixed rate", "ms", 2, Better.LOWER);
  static final Metric PACED_CPU =
      Metric.compared("server CPU at the fixed rate", "% of a core", 1, Better.LOWER);
  static final Metric WRITE_RATE = Metric.compared("written", "records/s", 0, Better.HIGHER);
  static final Metric WRITE_BYTES = Metric.compared("written", "MB/s", 1, Better.HIGHER);
  static final Metric READ_RATE = Metric.compared("read", "records/s", 0, Better.HIGHER);
  static final Metric READ_BYTES = Metric.compared("read", "MB/s", 1, Better.HIGHER);
  static final Metric BEHIND_P50 =
      Metric.compared("p50 with a consumer far behind", "ms", 2, Better.LOWER);
  static final Metric BEHIND_P99 = Metric.verdict("p99 with a consumer far behind", "ms", 2);
  static final Metric BEHIND_CPU =
      Metric.compared("server CPU with a consumer far behind", "s/GB read", 2, Better.LOWER);
  static final Metric BEHIND_BYTES = Metric.shown("read far behind", "MB/s", 1);
  static final Metric PUBLISHERS_RATE =
      Metric.compared("acknowledged to who waits", "records/s", 0, Better.HIGHER);
  static final Metric PUBLISHERS_P50 =
      Metric.compared("p50 of publishers that wait", "ms", 2, Better.LOWER);
  static final Metric PUBLISHERS_P99 = Metric.verdict("p99 of publishers that wait", "ms", 2);
  static final Metric PUBLISHERS_CPU =
      Metric.verdict("server CPU, publishers that wait", "us/record", 1);
  static final Metric RSS = Metric.compared("server RSS after it", "MiB", 0, Better.LOWER);
  static final Metric OWN_RSS = Metric.compared("of it without files", "MiB", 0, Better.LOWER);
  static final Metric PRODUCER_SHARE = Metric.shown("producer's CPU", "% of a core", 0);
  static final Metric CONSUMER_SHARE = Metric.shown("consumer's CPU", "% of a core", 0);
  static final Metric OTHER_SHARE =
      Metric.shown("everything else's CPU while writing", "% of a core", 0);

  /** From this share of its core on, a load generator measures itself. */
  private static final double GENERATOR_LIMIT_PERCENT = 80;

  private KafkaMetrics() {}

  /** Throughput counts only where neither contender took its load generator to its limit. */
  static Predicate<Metric> counting(List<Pair> pairs) {
    boolean writing = share(pairs, PRODUCER_SHARE) < GENERATOR_LIMIT_PERCENT;
    boolean reading = share(pairs, CONSUMER_SHARE) < GENERATOR_LIMIT_PERCENT;
    return metric ->
        (writing || !(metric.equals(WRITE_RATE) || metric.equals(WRITE_BYTES)))
            && (reading || !(metric.equals(READ_RATE) || metric.equals(READ_BYTES)));
  }

  /** A generator's median share of a core, with the contender that took more of it. */
  private static double share(List<Pair> pairs, Metric share) {
    Sample first = Sample.of(pairs.stream().map(pair -> pair.first().get(share)).toList());
    Sample second = Sample.of(pairs.stream().map(pair -> pair.second().get(share)).toList());
    return Math.max(first.median(), second.median());
  }
}

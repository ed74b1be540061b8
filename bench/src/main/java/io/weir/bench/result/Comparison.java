package io.weir.bench.result;

import java.util.List;

/**
 * Two contenders' values of one metric.
 *
 * @param ratios the first's value divided by the second's, pair by pair: what disturbs a machine
 *     for a while disturbs both turns of a pair, and drops out
 */
public record Comparison(
    Metric metric, Sample first, Sample second, Sample ratios, Finding finding) {
  /**
   * Two processes of the same program differ by so much, since each compiles its code a little
   * differently; no number of pairs makes that go away.
   */
  private static final double MARGIN = 0.05;

  /**
   * Compares two contenders. One is better where the interval around the median ratio leaves out 1
   * by more than a margin of 5 %; otherwise they are not distinguishable.
   *
   * @param counts false if the load generator was at its limit, so that the metric measures it and
   *     not the servers
   */
  public static Comparison of(Metric metric, List<Pair> pairs, boolean counts) {
    Sample first = Sample.of(pairs.stream().map(pair -> pair.first().get(metric)).toList());
    Sample second = Sample.of(pairs.stream().map(pair -> pair.second().get(metric)).toList());
    Sample ratios =
        Sample.of(
            pairs.stream()
                .map(pair -> ratio(pair.first().get(metric), pair.second().get(metric)))
                .toList());
    return new Comparison(metric, first, second, ratios, find(metric, ratios, counts));
  }

  private static Finding find(Metric metric, Sample ratios, boolean counts) {
    if (metric.better() == Metric.Better.NEITHER) {
      return Finding.NOT_COMPARED;
    }
    if (!counts) {
      return Finding.DOES_NOT_COUNT;
    }
    if (!ratios.isEnough()) {
      return Finding.TOO_FEW_PAIRS;
    }
    Interval interval = ratios.medianInterval();
    if (interval.low() <= 1 + MARGIN && interval.high() >= 1 - MARGIN) {
      return Finding.NOT_DISTINGUISHABLE;
    }
    boolean firstIsLower = interval.high() < 1;
    return firstIsLower == (metric.better() == Metric.Better.LOWER)
        ? Finding.FIRST_IS_BETTER
        : Finding.SECOND_IS_BETTER;
  }

  /** What is measured in steps may be zero on both sides, which is the same. */
  private static double ratio(double first, double second) {
    return first == second ? 1 : first / second;
  }
}

package io.weir.bench.result;

import java.util.Arrays;
import java.util.List;

/** One or more measured values of the same thing, in order of size. */
public final class Sample {
  /** How surely an interval must hold the true median. */
  private static final double CONFIDENCE = 0.95;

  private final double[] sorted;

  private Sample(double[] sorted) {
    this.sorted = sorted;
  }

  /** The sample of these values, of which there is at least one, and none is NaN. */
  public static Sample of(List<Double> values) {
    if (values.isEmpty() || values.contains(Double.NaN)) {
      throw new IllegalArgumentException("a sample of numbers, but: " + values);
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return new Sample(sorted);
  }

  /** The value in the middle, or the mean of the two there. */
  public double median() {
    return quantile(0.5);
  }

  /** The quartiles around the middle half of the values. */
  public Interval middleHalf() {
    return new Interval(quantile(0.25), quantile(0.75));
  }

  /**
   * Where the true median lies with a confidence of at least 95 %, whatever the distribution:
   * between the k-th smallest and the k-th largest value, k as large as the binomial distribution
   * allows (of ten values, the second and the ninth). With fewer than six values no k is enough,
   * and this is everything between the smallest and the largest.
   */
  public Interval medianInterval() {
    int n = sorted.length;
    int k = 1;
    while (2 * (k + 1) <= n && confidence(n, k + 1) >= CONFIDENCE) {
      k++;
    }
    return new Interval(sorted[k - 1], sorted[n - k]);
  }

  /** Whether there are enough values for {@link #medianInterval} to mean what it says: six. */
  public boolean isEnough() {
    return confidence(sorted.length, 1) >= CONFIDENCE;
  }

  /**
   * The chance that the true median lies between the k-th smallest and the k-th largest of n
   * values.
   */
  private static double confidence(int n, int k) {
    double outside = 0;
    double ways = 1;
    for (int i = 0; i < k; i++) {
      outside += ways;
      ways = ways * (n - i) / (i + 1);
    }
    return 1 - 2 * outside / Math.pow(2, n);
  }

  private double quantile(double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}

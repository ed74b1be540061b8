package io.weir.bench.tenants;

import java.util.Arrays;

/**
 * Whether two samples can be told apart, by Kolmogorov and Smirnov: how far their distributions are
 * apart at most, and how far they would be by chance.
 *
 * @param distance between the two distribution functions, 0 to 1
 * @param critical what two samples of the same distribution exceed with the given chance
 */
record Difference(double distance, double critical) {

  /**
   * Compares two samples of at least one value each.
   *
   * @param chance of taking what is the same for different, above 0 and below 1
   */
  static Difference between(double[] first, double[] second, double chance) {
    double[] a = sorted(first);
    double[] b = sorted(second);
    double distance = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      double value = Math.min(a[i], b[j]);
      while (i < a.length && a[i] <= value) {
        i++;
      }
      while (j < b.length && b[j] <= value) {
        j++;
      }
      distance = Math.max(distance, Math.abs((double) i / a.length - (double) j / b.length));
    }
    double critical =
        Math.sqrt(-Math.log(chance / 2) / 2)
            * Math.sqrt((a.length + b.length) / ((double) a.length * b.length));
    return new Difference(distance, critical);
  }

  private static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  boolean isDistinguishable() {
    return distance > critical;
  }

  /** How often whoever guesses by the best threshold is right, 0.5 being pure chance. */
  double bestGuess() {
    return 0.5 + distance / 2;
  }
}

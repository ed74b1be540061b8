package io.weir.bench.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private static final double CHANCE = 0.05;

  @Test
  void theDistanceIsTheLargestBetweenTheTwoDistributions() {
    double[] first = {4, 1, 3, 2};
    double[] second = {3.5, 2.5, 5, 6};

    // Up to 2 lie half of the first and none of the second; up to 4 all, and half.
    assertThat(Difference.between(first, second, CHANCE).distance()).isEqualTo(0.5);
  }

  @Test
  void equalValuesAreNoDistance() {
    double[] same = {1, 1, 2, 2, 3};

    Difference difference = Difference.between(same, same.clone(), CHANCE);

    assertThat(difference.distance()).isZero();
    assertThat(difference.bestGuess()).isEqualTo(0.5);
    assertThat(difference.isDistinguishable()).isFalse();
  }

  @Test
  void whatNeverOverlapsIsAlwaysGuessedRight() {
    Difference difference =
        Difference.between(new double[] {1, 2, 3, 4}, new double[] {5, 6, 7, 8}, CHANCE);

    assertThat(difference.distance()).isEqualTo(1);
    assertThat(difference.bestGuess()).isEqualTo(1);
  }

  /** The critical value of tables: 1.358 times the root of two in n, for 5 %. */
  @Test
  void theCriticalDistanceIsThatOfTheAsymptoticTables() {
    double[] values = new double[200];

    assertThat(Difference.between(values, values, CHANCE).critical())
        .isEqualTo(0.1358, within(0.0001));
    assertThat(Difference.between(values, values, 0.01).critical())
        .isEqualTo(0.1628, within(0.0001));
  }

  @Test
  void aShiftByHalfADeviationIsFoundAndNoShiftIsNot() {
    double[] first = gaussian(1, 0);

    assertThat(Difference.between(first, gaussian(2, 0), CHANCE).isDistinguishable()).isFalse();
    assertThat(Difference.between(first, gaussian(3, 0.5), CHANCE).isDistinguishable()).isTrue();
  }

  private static double[] gaussian(long seed, double shift) {
    var random = new Random(seed);
    return IntStream.range(0, 1_000).mapToDouble(i -> random.nextGaussian() + shift).toArray();
  }
}

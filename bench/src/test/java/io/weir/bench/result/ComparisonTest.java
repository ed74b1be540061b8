package io.weir.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.bench.result.Metric.Better;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Metric COST = Metric.verdict("cost", "s", 2);
  private static final Metric SPEED = Metric.compared("speed", "1/s", 0, Better.HIGHER);
  private static final Metric CIRCUMSTANCE = Metric.shown("weather", "degrees", 0);

  @Test
  void theRatioIsTakenPairByPair() {
    // Both slow down tenfold together, so that the ratio stays what it is.
    List<Pair> pairs = List.of(pair(COST, 1, 2), pair(COST, 10, 20), pair(COST, 100, 200));

    Comparison comparison = Comparison.of(COST, pairs, true);

    assertThat(comparison.ratios().median()).isEqualTo(0.5, within(1e-9));
    assertThat(comparison.ratios().medianInterval()).isEqualTo(new Interval(0.5, 0.5));
    assertThat(comparison.first().median()).isEqualTo(10);
    assertThat(comparison.second().median()).isEqualTo(20);
  }

  @Test
  void whoCostsLessIsBetter() {
    assertThat(found(COST, ten(1, 2))).isEqualTo(Finding.FIRST_IS_BETTER);
    assertThat(found(COST, ten(2, 1))).isEqualTo(Finding.SECOND_IS_BETTER);
  }

  @Test
  void whoIsFasterIsBetter() {
    assertThat(found(SPEED, ten(2, 1))).isEqualTo(Finding.FIRST_IS_BETTER);
    assertThat(found(SPEED, ten(1, 2))).isEqualTo(Finding.SECOND_IS_BETTER);
  }

  @Test
  void nineOfTenPairsThatAgreeAreAVerdict() {
    assertThat(found(COST, split(1))).isEqualTo(Finding.FIRST_IS_BETTER);
  }

  @Test
  void eightOfTenPairsThatAgreeAreNot() {
    assertThat(found(COST, split(2))).isEqualTo(Finding.NOT_DISTINGUISHABLE);
  }

  @Test
  void fivePerCentAreNoDifferenceHoweverConstant() {
    assertThat(found(COST, ten(96, 100))).isEqualTo(Finding.NOT_DISTINGUISHABLE);
    assertThat(found(COST, ten(104, 100))).isEqualTo(Finding.NOT_DISTINGUISHABLE);
    assertThat(found(COST, ten(94, 100))).isEqualTo(Finding.FIRST_IS_BETTER);
    assertThat(found(COST, ten(106, 100))).isEqualTo(Finding.SECOND_IS_BETTER);
  }

  @Test
  void theSameIsNotDistinguishable() {
    assertThat(found(COST, ten(3, 3))).isEqualTo(Finding.NOT_DISTINGUISHABLE);
    assertThat(found(COST, ten(0, 0))).isEqualTo(Finding.NOT_DISTINGUISHABLE);
  }

  @Test
  void costingNothingIsBetterThanCostingSomething() {
    assertThat(found(COST, ten(0, 1))).isEqualTo(Finding.FIRST_IS_BETTER);
    assertThat(found(COST, ten(1, 0))).isEqualTo(Finding.SECOND_IS_BETTER);
  }

  @Test
  void fivePairsAreNoVerdictHoweverFarApart() {
    assertThat(found(COST, ten(1, 100).subList(0, 5))).isEqualTo(Finding.TOO_FEW_PAIRS);
  }

  @Test
  void whatDoesNotCountIsNoVerdictHoweverFarApart() {
    assertThat(Comparison.of(SPEED, ten(SPEED, 1, 100), false).finding())
        .isEqualTo(Finding.DOES_NOT_COUNT);
  }

  @Test
  void circumstancesAreNotCompared() {
    assertThat(found(CIRCUMSTANCE, ten(1, 100))).isEqualTo(Finding.NOT_COMPARED);
  }

  private static Finding found(Metric metric, List<double[]> values) {
    List<Pair> pairs = values.stream().map(value -> pair(metric, value[0], value[1])).toList();
    return Comparison.of(metric, pairs, true).finding();
  }

  private static List<double[]> ten(double first, double second) {
    var values = new ArrayList<double[]>();
    for (int i = 0; i < 10; i++) {
      values.add(new double[] {first, second});
    }
    return values;
  }

  private static List<Pair> ten(Metric metric, double first, double second) {
    return ten(first, second).stream().map(value -> pair(metric, value[0], value[1])).toList();
  }

  /** Ten pairs, in some of which the first costs more, and in the others less. */
  private static List<double[]> split(int more) {
    List<double[]> values = ten(1, 2);
    for (int i = 0; i < more; i++) {
      values.set(i, new double[] {3, 2});
    }
    return values;
  }

  private static Pair pair(Metric metric, double first, double second) {
    return new Pair(
        new Measurements().with(metric, first), new Measurements().with(metric, second));
  }
}

package io.weir.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {
  @Test
  void theMedianOfAnOddNumberOfValuesIsTheMiddleOne() {
    assertThat(Sample.of(List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2);
  }

  @Test
  void theMedianOfAnEvenNumberOfValuesLiesBetweenTheMiddleTwo() {
    assertThat(Sample.of(List.of(4.0, 1.0, 2.0, 9.0)).median()).isEqualTo(3);
  }

  @Test
  void oneValueIsItsOwnMedianAndSpread() {
    Sample one = Sample.of(List.of(7.0));

    assertThat(one.median()).isEqualTo(7);
    assertThat(one.middleHalf()).isEqualTo(new Interval(7, 7));
    assertThat(one.medianInterval()).isEqualTo(new Interval(7, 7));
  }

  @Test
  void theMiddleHalfLiesBetweenTheQuartiles() {
    Interval middle = numbers(5).middleHalf();

    assertThat(middle.low()).isEqualTo(2, within(1e-9));
    assertThat(middle.high()).isEqualTo(4, within(1e-9));
  }

  @Test
  void oneOutlierMovesNeitherMedianNorMiddleHalf() {
    Sample sample = Sample.of(List.of(1.0, 2.0, 3.0, 4.0, 1e9));

    assertThat(sample.median()).isEqualTo(3);
    assertThat(sample.middleHalf()).isEqualTo(new Interval(2, 4));
  }

  /**
   * The order statistics of a two-sided sign test at 5 %, as printed in tables of nonparametric
   * statistics.
   */
  @ParameterizedTest
  @CsvSource({"6,1,6", "8,1,8", "9,2,8", "10,2,9", "12,3,10", "15,4,12", "20,6,15", "25,8,18"})
  void theMedianIntervalLeavesOutAsManyAsChanceAllows(int size, double low, double high) {
    assertThat(numbers(size).medianInterval()).isEqualTo(new Interval(low, high));
    assertThat(numbers(size).isEnough()).isTrue();
  }

  @Test
  void fewerThanSixValuesAreNotEnoughAndTheIntervalHoldsThemAll() {
    assertThat(numbers(5).isEnough()).isFalse();
    assertThat(numbers(5).medianInterval()).isEqualTo(new Interval(1, 5));
  }

  @Test
  void nothingAndNotANumberAreNoSamples() {
    assertThatThrownBy(() -> Sample.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sample.of(List.of(1.0, Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** From 1 to a number, largest first. */
  private static Sample numbers(int size) {
    return Sample.of(IntStream.range(0, size).mapToObj(i -> (double) (size - i)).toList());
  }
}

package io.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
  private final Histogram histogram = new Histogram();

  @Test
  void percentilesAreTheSmallestThatSoManyDoNotExceed() {
    for (int millis = 1; millis <= 100; millis++) {
      histogram.add(millis * 1_000_000L);
    }

    Latencies latencies = histogram.latencies();

    assertThat(latencies.p50()).isCloseTo(50, withPercentage(1.6));
    assertThat(latencies.p99()).isCloseTo(99, withPercentage(1.6));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 63, 64, 127, 128, 1_000, 123_456_789, 3_600_000_000_000L, Long.MAX_VALUE})
  void everyDurationIsKeptAsOneThatIsNotShorterAndHardlyLonger(long nanos) {
    histogram.add(nanos);

    assertThat(histogram.latencies().p50() * 1e6)
        .isBetween(nanos * 0.999_999, nanos * (1 + 1.0 / 64) + 1e-6);
  }

  @Test
  void twoTogetherCountAll() {
    var other = new Histogram();
    histogram.add(1_000_000);
    other.add(9_000_000);
    other.add(9_000_000);

    histogram.add(other);

    assertThat(histogram.latencies().p50()).isCloseTo(9, withPercentage(1.6));
  }

  @Test
  void withoutAnyThereIsNothing() {
    assertThat(histogram.latencies()).isEqualTo(new Latencies(0, 0));
  }
}

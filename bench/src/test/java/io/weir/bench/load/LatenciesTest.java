package io.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void percentilesAreValuesThatOccurred() {
    long[] milliseconds = LongStream.rangeClosed(1, 200).map(i -> i * 1_000_000).toArray();

    assertThat(Latencies.of(milliseconds)).isEqualTo(new Latencies(100, 198));
  }

  @Test
  void theOrderOfTheValuesDoesNotMatter() {
    assertThat(Latencies.of(new long[] {9_000_000, 1_000_000, 5_000_000}))
        .isEqualTo(new Latencies(5, 9));
  }
}

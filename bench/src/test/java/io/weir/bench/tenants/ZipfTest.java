package io.weir.bench.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class ZipfTest {
  @Test
  void theKthIsDrawnAKthAsOftenAsTheFirst() {
    var zipf = new Zipf(100, 1);
    var drawn = new int[100];

    for (int i = 0; i < 1_000_000; i++) {
      drawn[zipf.getAsInt()]++;
    }

    for (int k : new int[] {2, 10, 100}) {
      assertThat((double) drawn[0] / drawn[k - 1]).isCloseTo(k, withinPercentage(10));
    }
  }

  @Test
  void theSameSeedDrawsTheSame() {
    var first = new Zipf(1_000, 7);
    var second = new Zipf(1_000, 7);

    for (int i = 0; i < 1_000; i++) {
      assertThat(first.getAsInt()).isEqualTo(second.getAsInt());
    }
  }
}

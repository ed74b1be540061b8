package io.weir.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private static final Metric COST = Metric.verdict("cost", "s", 1);
  private static final Metric EXTRA = Metric.shown("extra", "%", 0);

  @Test
  void eachPointIsAColumnWithItsMedianAndQuartiles() {
    var series =
        new Series(
            "things",
            List.of("few", "many"),
            List.of(List.of(cost(1), cost(3)), List.of(cost(4), cost(6))));

    assertThat(series.table().asMarkdown())
        .contains("| median (quartiles) |")
        .containsPattern("\\| cost, s +\\| +2.0 \\(1.5-2.5\\) \\| +5.0 \\(4.5-5.5\\) \\|");
  }

  @Test
  void aSingleTurnHasNoQuartilesAndWhatAPointDoesNotMeasureIsLeftOut() {
    var series =
        new Series(
            "things",
            List.of("few", "many"),
            List.of(List.of(cost(1)), List.of(cost(4).with(EXTRA, 50))));

    assertThat(series.table().asText())
        .containsPattern("cost, s +1.0 +4.0\n")
        .containsPattern("extra, % +50\n");
  }

  private static Measurements cost(double value) {
    return new Measurements().with(COST, value);
  }
}

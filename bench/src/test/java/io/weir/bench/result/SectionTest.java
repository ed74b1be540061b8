package io.weir.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.result.Metric.Better;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SectionTest {
  private static final Metric COST = Metric.verdict("server CPU, writing", "s/GB", 2);
  private static final Metric SPEED = Metric.compared("written", "records/s", 0, Better.HIGHER);

  @Test
  void theTableShowsMediansQuartilesRatioAndFinding() {
    Section section = section(10, 1.5, 3, 90_000, 45_000, true);

    assertThat(section.table().asText())
        .isEqualTo(
            """
            median (quartiles)                           weir                   kafka      weir / kafka         finding
            server CPU, writing, s/GB        1.50 (1.50-1.50)        3.00 (3.00-3.00)  0.50 (0.50-0.50)  weir is better
            written, records/s         90,000 (90,000-90,000)  45,000 (45,000-45,000)  2.00 (2.00-2.00)  weir is better
            """);
  }

  @Test
  void theVerdictSpeaksOfWhatBelongsToItOnly() {
    assertThat(section(10, 1.5, 3, 90_000, 45_000, true).verdict())
        .containsExactly(
            "server CPU, writing: weir is better, at 0.50 of kafka's s/GB (0.50 to 0.50).");
  }

  @Test
  void whatDoesNotCountIsExplained() {
    assertThat(section(10, 3, 3, 90_000, 45_000, false).verdict())
        .containsExactly(
            "server CPU, writing: not distinguishable.",
            "What does not count was the load generator at its own limit, not the servers at theirs.");
  }

  @Test
  void fewPairsGetNoVerdict() {
    assertThat(section(2, 1.5, 3, 90_000, 45_000, true).verdict())
        .containsExactly("No verdict: 2 pairs, of which it takes six.");
  }

  private static Section section(
      int pairs,
      double firstCost,
      double secondCost,
      double firstSpeed,
      double secondSpeed,
      boolean speedCounts) {
    var pair =
        new Pair(
            new Measurements().with(COST, firstCost).with(SPEED, firstSpeed),
            new Measurements().with(COST, secondCost).with(SPEED, secondSpeed));
    List<Pair> all = Collections.nCopies(pairs, pair);
    return new Section("Run", "weir", "kafka", all, metric -> metric.equals(COST) || speedCounts);
  }
}

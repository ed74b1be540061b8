package io.weir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import io.weir.bench.result.Pair;
import io.weir.bench.result.Section;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AimedSectionTest {
  private static final Metric CPU = Metric.verdict("CPU", "us", 1);

  @Test
  void aRatioBelowTheAimMeetsIt() {
    assertThat(verdict(true, 1.010, 1.011, 1.012, 1.013, 1.014, 1.015))
        .contains(
            "CPU, with against without: median ratio 1.013 (1.010 to 1.015), the aim being under"
                + " 1.02: met.");
  }

  @Test
  void whatMayBeNothingAtAllIsNotDistinguishable() {
    assertThat(last(true, 0.99, 0.995, 1, 1.005, 1.01, 1.015))
        .endsWith(": met, and not distinguishable.");
    assertThat(last(true, 0.9, 0.95, 1, 1.005, 1.01, 1.1)).endsWith(": met, not distinguishable.");
    assertThat(last(true, 0.9, 1, 1.04, 1.05, 1.06, 1.1))
        .endsWith(": missed, not distinguishable.");
  }

  @Test
  void anIntervalAroundTheAimIsNotCertain() {
    assertThat(last(true, 1.001, 1.001, 1.01, 1.015, 1.02, 1.1))
        .endsWith(": met, but not for certain.");
    assertThat(last(true, 1.001, 1.001, 1.05, 1.05, 1.06, 1.1))
        .endsWith(": missed, but not for certain.");
  }

  @Test
  void aRatioAboveTheAimMissesIt() {
    assertThat(last(true, 1.05, 1.05, 1.05, 1.06, 1.06, 1.06)).endsWith(": missed.");
  }

  @Test
  void tooFewPairsAndFiguresThatDoNotCountSayNothingOfAnAim() {
    assertThat(verdict(true, 1, 1)).noneMatch(sentence -> sentence.contains("the aim"));
    assertThat(verdict(false, 1, 1, 1, 1, 1, 1))
        .noneMatch(sentence -> sentence.contains("the aim"));
  }

  private static String last(boolean counts, double... ratios) {
    return verdict(counts, ratios).getLast();
  }

  private static List<String> verdict(boolean counts, double... ratios) {
    List<Pair> pairs =
        Arrays.stream(ratios)
            .mapToObj(
                ratio ->
                    new Pair(new Measurements().with(CPU, ratio), new Measurements().with(CPU, 1)))
            .toList();
    var section = new Section("title", "with", "without", pairs, metric -> counts);
    return new AimedSection(section, List.of(new AimedSection.Aim(CPU, 1.02)), List.of()).verdict();
  }
}

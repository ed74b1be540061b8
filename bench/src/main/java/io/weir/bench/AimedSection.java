package io.weir.bench;

import io.weir.bench.result.Chapter;
import io.weir.bench.result.Comparison;
import io.weir.bench.result.Interval;
import io.weir.bench.result.Metric;
import io.weir.bench.result.Sample;
import io.weir.bench.result.Section;
import io.weir.bench.result.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Pairs with what is aimed at. Both turns of a pair are one process's, so unlike a section's own
 * verdict this one leaves no margin for two processes that differ.
 *
 * @param aims none is looked at with too few pairs, or where the section's figures do not count
 * @param others further sentences of the verdict
 */
record AimedSection(Section section, List<Aim> aims, List<String> others) implements Chapter {

  /**
   * What a ratio should stay under.
   *
   * @param metric of the section, the smaller the better
   * @param ratio above 1
   */
  record Aim(Metric metric, double ratio) {}

  @Override
  public String title() {
    return section.title();
  }

  @Override
  public Table table() {
    return section.table();
  }

  @Override
  public List<String> verdict() {
    var sentences = new ArrayList<>(section.verdict());
    for (Aim aim : aims) {
      Comparison comparison =
          Comparison.of(aim.metric(), section.pairs(), section.counts().test(aim.metric()));
      if (comparison.ratios().isEnough() && section.counts().test(aim.metric())) {
        sentences.add(sentence(aim, comparison.ratios()));
      }
    }
    sentences.addAll(others);
    return sentences;
  }

  private String sentence(Aim aim, Sample ratios) {
    Interval interval = ratios.medianInterval();
    return String.format(
        Locale.ROOT,
        "%s, %s against %s: median ratio %.3f (%.3f to %.3f), the aim being under %.2f: %s.",
        aim.metric().name(),
        section.first(),
        section.second(),
        ratios.median(),
        interval.low(),
        interval.high(),
        aim.ratio(),
        finding(aim.ratio(), ratios.median(), interval));
  }

  private static String finding(double aim, double median, Interval interval) {
    String met = median < aim ? "met" : "missed";
    if (interval.low() <= 1 && interval.high() >= 1) {
      return interval.high() < aim ? "met, and not distinguishable" : met + ", not distinguishable";
    }
    return interval.low() < aim && interval.high() >= aim ? met + ", but not for certain" : met;
  }
}

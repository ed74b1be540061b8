package io.weir.bench.result;

import java.util.List;
import java.util.SequencedMap;

/**
 * What the verdicts of several sections of the same contenders speak of, and their throughput, in
 * one table.
 *
 * @param sections at least one, by what stands in front of its rows
 */
public record Overview(String title, SequencedMap<String, Section> sections) implements Chapter {
  @Override
  public Table table() {
    Table table = sections.firstEntry().getValue().heading();
    sections.forEach(
        (name, section) -> section.rows(name + ": ", Overview::isShown).forEach(table::add));
    return table;
  }

  private static boolean isShown(Metric metric) {
    return metric.inVerdict() || metric.better() == Metric.Better.HIGHER;
  }

  /** They are with the sections. */
  @Override
  public List<String> verdict() {
    return List.of();
  }
}

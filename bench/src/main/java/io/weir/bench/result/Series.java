package io.weir.bench.result;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The same turn at several points of one dimension, a column each.
 *
 * @param title what was run
 * @param points the names of the columns
 * @param turns of each point in that order, each at least one; not all need the same metrics
 */
public record Series(String title, List<String> points, List<List<Measurements>> turns)
    implements Chapter {

  /** Medians, with the quartiles in brackets where there was more than one turn. */
  @Override
  public Table table() {
    var heading = new String[points.size() + 1];
    heading[0] = "median (quartiles)";
    for (int i = 0; i < points.size(); i++) {
      heading[i + 1] = points.get(i);
    }
    var table = new Table(heading);
    for (Metric metric : metrics()) {
      var cells = new String[heading.length];
      cells[0] = metric.name() + ", " + metric.unit();
      for (int i = 0; i < points.size(); i++) {
        cells[i + 1] = cell(turns.get(i), metric);
      }
      table.add(cells);
    }
    return table;
  }

  @Override
  public List<String> verdict() {
    return List.of();
  }

  private Set<Metric> metrics() {
    var metrics = new LinkedHashSet<Metric>();
    turns.stream()
        .flatMap(Collection::stream)
        .forEach(turn -> turn.metrics().forEach(metrics::add));
    return metrics;
  }

  private static String cell(List<Measurements> turns, Metric metric) {
    List<Double> values =
        turns.stream().filter(turn -> turn.has(metric)).map(turn -> turn.get(metric)).toList();
    if (values.isEmpty()) {
      return "";
    }
    Sample sample = Sample.of(values);
    return values.size() == 1
        ? Table.number(sample.median(), metric.decimals())
        : Table.spread(sample.median(), sample.middleHalf(), metric.decimals());
  }
}

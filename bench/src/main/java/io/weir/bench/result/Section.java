package io.weir.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The pairs of one run under one heading, told as a table and a verdict.
 *
 * @param title what was run
 * @param first the name of the first contender of each pair
 * @param second the name of the second
 * @param pairs at least one; a metric that not all of them have on both sides is left out
 * @param counts whether a metric counts, given those pairs
 */
public record Section(
    String title, String first, String second, List<Pair> pairs, Predicate<Metric> counts)
    implements Chapter {

  /**
   * Medians with the quartiles in brackets; the ratio with the interval that the finding follows
   * from.
   */
  @Override
  public Table table() {
    Table table = heading();
    rows("", metric -> true).forEach(table::add);
    return table;
  }

  /** The table of these contenders without a row. */
  Table heading() {
    return new Table("median (quartiles)", first, second, first + " / " + second, "finding");
  }

  /** The rows of some metrics, each with something in front of its name. */
  List<String[]> rows(String prefix, Predicate<Metric> which) {
    var rows = new ArrayList<String[]>();
    for (Comparison comparison : comparisons()) {
      Metric metric = comparison.metric();
      if (which.test(metric)) {
        rows.add(
            new String[] {
              prefix + metric.name() + ", " + metric.unit(),
              Table.spread(
                  comparison.first().median(), comparison.first().middleHalf(), metric.decimals()),
              Table.spread(
                  comparison.second().median(),
                  comparison.second().middleHalf(),
                  metric.decimals()),
              comparison.finding() == Finding.NOT_COMPARED
                  ? ""
                  : Table.spread(
                      comparison.ratios().median(), comparison.ratios().medianInterval(), 2),
              words(comparison.finding())
            });
      }
    }
    return rows;
  }

  /**
   * A sentence for each metric of the verdict; one that says so if there are too few pairs for any.
   */
  @Override
  public List<String> verdict() {
    if (comparisons().stream().anyMatch(c -> c.finding() == Finding.TOO_FEW_PAIRS)) {
      return List.of("No verdict: %d pairs, of which it takes six.".formatted(pairs.size()));
    }
    var sentences = new ArrayList<String>();
    for (Comparison comparison : comparisons()) {
      if (comparison.metric().inVerdict()) {
        sentences.add(sentence(comparison));
      }
    }
    if (comparisons().stream().anyMatch(c -> c.finding() == Finding.DOES_NOT_COUNT)) {
      sentences.add(
          "What does not count was the load generator at its own limit, not the servers at theirs.");
    }
    return sentences;
  }

  private List<Comparison> comparisons() {
    var comparisons = new ArrayList<Comparison>();
    for (Metric metric : pairs.getFirst().first().metrics()) {
      if (pairs.stream().allMatch(pair -> pair.first().has(metric) && pair.second().has(metric))) {
        comparisons.add(Comparison.of(metric, pairs, counts.test(metric)));
      }
    }
    return comparisons;
  }

  private String sentence(Comparison comparison) {
    String name = comparison.metric().name();
    return switch (comparison.finding()) {
      case FIRST_IS_BETTER, SECOND_IS_BETTER -> {
        Interval interval = comparison.ratios().medianInterval();
        yield "%s: %s, at %s of %s's %s (%s to %s)."
            .formatted(
                name,
                words(comparison.finding()),
                Table.number(comparison.ratios().median(), 2),
                second,
                comparison.metric().unit(),
                Table.number(interval.low(), 2),
                Table.number(interval.high(), 2));
      }
      default -> name + ": " + words(comparison.finding()) + ".";
    };
  }

  private String words(Finding finding) {
    return switch (finding) {
      case FIRST_IS_BETTER -> first + " is better";
      case SECOND_IS_BETTER -> second + " is better";
      case NOT_DISTINGUISHABLE -> "not distinguishable";
      case DOES_NOT_COUNT -> "does not count";
      case TOO_FEW_PAIRS -> "no verdict";
      case NOT_COMPARED -> "";
    };
  }
}

package io.weir.bench.tenants;

import io.weir.bench.result.Chapter;
import io.weir.bench.result.Table;
import io.weir.bench.tenants.RefusalTrial.Who;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The distributions of the times that refusals took.
 *
 * @param millis at least one of each
 */
record Refusals(Map<Probe, Map<Who, double[]>> millis) implements Chapter {
  /** Of a difference found by chance, in any of the comparisons. */
  private static final double CHANCE = 0.05;

  private static final List<Who> UNKNOWN = List.of(Who.NO_USER, Who.NO_TENANT);

  @Override
  public String title() {
    double[] any = millis.values().iterator().next().values().iterator().next();
    return String.format(
        Locale.ROOT,
        "Refusals, %,d of each in a random order, each on a new connection",
        any.length);
  }

  @Override
  public Table table() {
    var table = new Table("ms", "p50", "p90", "p99", "distance to existing", "critical", "guessed");
    millis.forEach(
        (probe, byWho) ->
            byWho.forEach(
                (who, times) -> {
                  var cells = new ArrayList<String>();
                  cells.add(probe + ", " + who);
                  for (int percent : new int[] {50, 90, 99}) {
                    cells.add(number(percentile(times, percent), 3));
                  }
                  if (who == Who.USER) {
                    cells.addAll(List.of("", "", ""));
                  } else {
                    Difference difference = difference(byWho, who);
                    cells.add(number(difference.distance(), 3));
                    cells.add(number(difference.critical(), 3));
                    cells.add(number(100 * difference.bestGuess(), 1) + " %");
                  }
                  table.add(cells.toArray(String[]::new));
                }));
    return table;
  }

  @Override
  public List<String> verdict() {
    var sentences = new ArrayList<String>();
    millis.forEach(
        (probe, byWho) -> {
          for (Who who : UNKNOWN) {
            sentences.add(
                "%s: an %s and an existing one %s."
                    .formatted(
                        probe,
                        who,
                        difference(byWho, who).isDistinguishable()
                            ? "CAN be told apart by the time that a refusal takes"
                            : "are not distinguishable"));
          }
        });
    return sentences;
  }

  private Difference difference(Map<Who, double[]> byWho, Who who) {
    return Difference.between(
        times(byWho, Who.USER), times(byWho, who), CHANCE / (UNKNOWN.size() * millis.size()));
  }

  private static double[] times(Map<Who, double[]> byWho, Who who) {
    return byWho.getOrDefault(who, new double[0]);
  }

  private static double percentile(double[] times, int percent) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceilDiv((long) sorted.length * percent, 100L) - 1];
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}

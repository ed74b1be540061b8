package io.weir.bench.log;

import io.weir.bench.result.Chapter;
import io.weir.bench.result.Measurements;
import io.weir.bench.result.Pair;
import io.weir.bench.result.Section;
import io.weir.bench.result.Series;
import io.weir.bench.server.Workplace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns at all points of a dimension, round after round: from the first point to the last, then
 * back, and so on, so that no point always meets what its neighbour leaves behind. One round that
 * is not counted comes first.
 *
 * @param rounds how many at most, at least one
 */
public record Rounds(int rounds) {

  /**
   * Takes the turns of a dimension.
   *
   * @param timeLimit no round is begun that would not end within it, but for the first two
   * @return its figures, and where they are compared, each point beside the first
   */
  public List<Chapter> run(
      Dimension dimension, Plan plan, Duration timeLimit, Workplace workplace) {
    System.err.println(dimension);
    long start = System.nanoTime();
    try (Trial trial = dimension.trial(plan, workplace)) {
      return run(trial, timeLimit.minusNanos(System.nanoTime() - start));
    }
  }

  /** The same of a trial that is there; the caller closes it. */
  public List<Chapter> run(Trial trial, Duration timeLimit) {
    int points = trial.points().size();
    List<List<Measurements>> turns =
        IntStream.range(0, points).<List<Measurements>>mapToObj(i -> new ArrayList<>()).toList();
    long start = System.nanoTime();
    long longest = 0;
    for (int round = -1;
        round < Math.min(rounds, 1)
            || round < rounds && System.nanoTime() - start + longest <= timeLimit.toNanos();
        round++) {
      long roundStart = System.nanoTime();
      for (int i = 0; i < points; i++) {
        int point = round % 2 == 0 ? i : points - 1 - i;
        Measurements measured = trial.turn(point);
        say(trial.points().get(point), measured);
        if (round >= 0) {
          turns.get(point).add(measured);
        }
      }
      longest = Math.max(longest, System.nanoTime() - roundStart);
    }
    return chapters(trial, turns);
  }

  private static List<Chapter> chapters(Trial trial, List<List<Measurements>> turns) {
    int rounds = turns.getFirst().size();
    String title = trial.title() + ": " + (rounds == 1 ? "1 round" : rounds + " rounds");
    List<String> points = trial.points();
    var chapters = new ArrayList<Chapter>();
    chapters.add(new Series(title, points, turns));
    for (int i = 1; trial.isCompared() && i < points.size(); i++) {
      chapters.add(
          new Section(
              points.get(i) + " beside " + points.getFirst(),
              points.get(i),
              points.getFirst(),
              pairs(turns.get(i), turns.getFirst()),
              metric -> true));
    }
    List<Measurements> once = trial.afterwards();
    if (!once.isEmpty()) {
      chapters.add(
          new Series("Once for each", points, once.stream().map(each -> List.of(each)).toList()));
    }
    return chapters;
  }

  private static List<Pair> pairs(List<Measurements> first, List<Measurements> second) {
    return IntStream.range(0, first.size())
        .mapToObj(i -> new Pair(first.get(i), second.get(i)))
        .toList();
  }

  private static void say(String point, Measurements measured) {
    System.err.printf("  %-22s%s%n", point, measured.verdictInWords());
  }
}

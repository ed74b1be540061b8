package io.weir.bench;

import io.weir.bench.rabbitmq.Contestant;
import io.weir.bench.rabbitmq.RabbitMetrics;
import io.weir.bench.rabbitmq.Scenario;
import io.weir.bench.result.Measurements;
import io.weir.bench.result.Pair;
import io.weir.bench.result.Section;
import io.weir.bench.server.BenchException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Two running servers that are compared in one scenario after another.
 *
 * @param pairs how many of each scenario at most
 * @param seconds how long the slower one is at full speed in a turn, and how long a fixed rate and
 *     calls are measured
 * @param backlog how many messages are drained
 * @param quick whether nothing but what has to be known comes before the pairs
 */
record Duel(
    Contestant first, Contestant second, int pairs, int seconds, int backlog, boolean quick) {
  private static final int MOST_MESSAGES = 1_000_000;
  private static final int WARM_UP_MESSAGES = 100_000;

  /**
   * Has both compile what every scenario needs, persistent messages and others, or the first would
   * say how that goes. A quick run does without.
   */
  void warmUp() {
    if (quick) {
      return;
    }
    System.err.println("warming up");
    for (Scenario scenario : List.of(Scenario.CLASSIC_1K, Scenario.TRANSIENT_1K)) {
      var unused =
          List.of(first.rate(scenario, WARM_UP_MESSAGES), second.rate(scenario, WARM_UP_MESSAGES));
    }
  }

  /** The pairs of a scenario, of which none is begun that would end after the time limit. */
  Section section(Scenario scenario, Duration timeLimit) {
    return switch (scenario) {
      case RPC -> calls(scenario, timeLimit);
      case DRAIN ->
          compare(
              String.format(
                  Locale.ROOT, "%s: a backlog of %,d, filled and drained", scenario, backlog),
              timeLimit,
              contestant -> contestant.backlog(scenario, backlog));
      default -> messages(scenario, timeLimit);
    };
  }

  private Section calls(Scenario scenario, Duration timeLimit) {
    long start = System.nanoTime();
    if (!quick) {
      var unused = List.of(first.calls(seconds), second.calls(seconds));
    }
    return compare(
        scenario + ": calls with direct reply-to, one after the other",
        timeLimit.minusNanos(System.nanoTime() - start),
        contestant -> contestant.calls(seconds));
  }

  private Section messages(Scenario scenario, Duration timeLimit) {
    long start = System.nanoTime();
    int count = calibrated(scenario);
    String title = String.format(Locale.ROOT, "%s: %,d messages at full speed", scenario, count);
    return compare(
        title,
        timeLimit.minusNanos(System.nanoTime() - start),
        contestant -> contestant.messages(scenario, count, seconds));
  }

  /**
   * Two uncounted turns of each contestant, which warm it up. A small one says how large the other
   * may be, and that one, how many messages take the slower contestant as long as a turn may. A
   * quick run has the small one alone.
   */
  private int calibrated(Scenario scenario) {
    int count = scenario.firstCount();
    for (int i = 0; i < (quick ? 1 : 2); i++) {
      double slower = Math.min(first.rate(scenario, count), second.rate(scenario, count));
      count = scenario.even((int) Math.min(MOST_MESSAGES, slower * seconds));
    }
    return count;
  }

  private Section compare(
      String title, Duration timeLimit, Function<Contestant, Measurements> turn) {
    List<Pair> done =
        new Alternation(pairs, timeLimit).run(() -> turn(first, turn), () -> turn(second, turn));
    return new Section(
        String.format(
            Locale.ROOT,
            "%s%s, %d pairs",
            quick ? "Quick run, not a verdict. " : "",
            title,
            done.size()),
        first.name(),
        second.name(),
        done,
        RabbitMetrics.counting(done));
  }

  private static Measurements turn(Contestant contestant, Function<Contestant, Measurements> turn) {
    try {
      Measurements measured = turn.apply(contestant);
      System.err.printf("  %-10s%s%n", contestant.name(), measured.verdictInWords());
      return measured;
    } catch (BenchException e) {
      throw new BenchException(contestant.name() + ": " + e.getMessage(), e);
    }
  }
}

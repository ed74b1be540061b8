package io.weir.bench.rabbitmq;

import io.weir.bench.load.Latencies;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What RabbitMQ PerfTest said of a run.
 *
 * @param sent messages a second
 * @param received messages a second, of all consumers together
 * @param delivered from the sending of a message to its arrival at a consumer; empty without one
 * @param confirmed from the sending of a message to its confirm; empty without confirms
 */
record PerfTestRun(
    double sent, double received, Optional<Latencies> delivered, Optional<Latencies> confirmed) {
  /** With neither it says that it was told by a signal; with a time limit it ends unfinished. */
  private static final Pattern COMPLETE =
      Pattern.compile(
          "test stopped \\((?:(?:Producer|Consumer) reached message limit[^,)]*,? ?)+\\)");

  private static final Pattern RATE =
      Pattern.compile("id: \\S+, (sending|receiving) rate avg: ([\\d.]+) msg/s");

  private static final Pattern LATENCY =
      Pattern.compile(
          "id: \\S+, (consumer|confirm) latency min/median/75th/95th/99th"
              + " \\d+/(\\d+)/\\d+/\\d+/(\\d+) µs");

  /** Reads what it printed; empty if it did not send, or did not receive, all that it was to. */
  static Optional<PerfTestRun> of(List<String> lines) {
    boolean isComplete = lines.stream().anyMatch(line -> COMPLETE.matcher(line).matches());
    Optional<Double> sent = rate(lines, "sending");
    Optional<Double> received = rate(lines, "receiving");
    if (!isComplete || sent.isEmpty() || received.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PerfTestRun(
            sent.get(), received.get(), latencies(lines, "consumer"), latencies(lines, "confirm")));
  }

  private static Optional<Double> rate(List<String> lines, String which) {
    return lines.stream()
        .map(RATE::matcher)
        .filter(line -> line.matches() && line.group(1).equals(which))
        .map(line -> Double.parseDouble(line.group(2)))
        .findFirst();
  }

  private static Optional<Latencies> latencies(List<String> lines, String which) {
    return lines.stream()
        .map(LATENCY::matcher)
        .filter(line -> line.matches() && line.group(1).equals(which))
        .map(line -> new Latencies(milliseconds(line, 2), milliseconds(line, 3)))
        .findFirst();
  }

  private static double milliseconds(Matcher line, int group) {
    return Long.parseLong(line.group(group)) / 1e3;
  }
}

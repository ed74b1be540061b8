package io.weir.bench.load;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what Kafka's performance tools print. */
final class ToolOutput {
  /**
   * Such as "450000 steady state records sent, 45123.4 records/sec (44.07 MB/sec), 2.31 ms avg
   * latency, ...".
   */
  private static final Pattern PRODUCED =
      Pattern.compile("(\\d+) steady state records sent, ([\\d.]+) records/sec .*99\\.9th\\.");

  private static final Pattern SPREAD =
      Pattern.compile("(\\d+) records after the warm-up, ([\\d.]+) records/s");

  private static final int CONSUMER_COLUMNS = 10;
  private static final int RECORDS = 4;
  private static final int RECORDS_PER_FETCH_SECOND = 9;

  private ToolOutput() {}

  /** The last summary of ProducerPerformance. */
  static Optional<Throughput> ofProducer(List<String> lines, double coreShare) {
    return summary(PRODUCED, lines, coreShare);
  }

  /** The line of {@link SpreadProducer}. */
  static Optional<Throughput> ofSpreadProducer(List<String> lines, double coreShare) {
    return summary(SPREAD, lines, coreShare);
  }

  private static Optional<Throughput> summary(
      Pattern pattern, List<String> lines, double coreShare) {
    for (String line : lines.reversed()) {
      Matcher summary = pattern.matcher(line);
      if (summary.matches()) {
        return Optional.of(
            new Throughput(
                Long.parseLong(summary.group(1)), Double.parseDouble(summary.group(2)), coreShare));
      }
    }
    return Optional.empty();
  }

  /** The line of ConsumerPerformance without its heading. */
  static Optional<Throughput> ofConsumer(List<String> lines, double coreShare) {
    for (String line : lines.reversed()) {
      String[] columns = line.split(", ", -1);
      if (columns.length == CONSUMER_COLUMNS) {
        return Optional.of(
            new Throughput(
                Long.parseLong(columns[RECORDS]),
                Double.parseDouble(columns[RECORDS_PER_FETCH_SECOND]),
                coreShare));
      }
    }
    return Optional.empty();
  }
}

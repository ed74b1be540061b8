package io.weir.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/performance.md} holds what was measured, and says when, of what and where. */
class PerformancePageTest {
  @Test
  void theFiguresNameTheirDateCommitAndMachine() throws IOException {
    assertThat(page())
        .containsPattern("(?m)^20\\d\\d-\\d\\d-\\d\\d, commit [0-9a-f]{12}, .* cores .*GiB");
  }

  /** Once for each durability, with figures of both and their ratio. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "written, records/s",
        "read, records/s",
        "p50 at the fixed rate, ms",
        "p99 at the fixed rate, ms",
        "server CPU, writing, s/GB",
        "server CPU, reading, s/GB",
        "server RSS after it, MiB"
      })
  void weirAndApacheKafkaWereMeasuredSideBySide(String metric) throws IOException {
    String figure = "[\\d.,]+ \\([\\d.,]+-[\\d.,]+\\) \\| ";
    assertThat(
            Pattern.compile("\\| " + metric + " \\| " + figure + figure + figure).matcher(page()))
        .satisfies(row -> assertThat(row.results()).as(metric).hasSize(2));
  }

  @ParameterizedTest
  @CsvSource({"'time to ready, ms', 1000", "'RSS after 10 s idle, MiB', 150"})
  void startUpIsWithinItsBounds(String metric, int bound) throws IOException {
    Matcher row = Pattern.compile("\\| " + metric + " \\| ([\\d,]+) \\(").matcher(page());

    assertThat(row.find()).as(metric).isTrue();
    assertThat(Integer.parseInt(row.group(1).replace(",", ""))).isLessThan(bound);
  }

  /** With each kind of queue, size and number of clients: figures of both and their ratio. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "quorum-12: server CPU at full speed, s/million",
        "quorum-1k: server CPU at full speed, s/million",
        "quorum-1k: p99 to the consumer at the fixed rate, ms",
        "quorum-1k: p99 of a confirm at the fixed rate, ms",
        "quorum-64k: server CPU at full speed, s/million",
        "quorum-10x10: server CPU at full speed, s/million",
        "classic-1k: server CPU at full speed, s/million",
        "classic-1k: p99 to the consumer at the fixed rate, ms",
        "classic-10x10: server CPU at full speed, s/million",
        "prefetch-1: server CPU at full speed, s/million",
        "transient-12: server CPU at full speed, s/million",
        "transient-1k: server CPU at full speed, s/million",
        "transient-1k: p99 to the consumer at the fixed rate, ms",
        "transient-64k: server CPU at full speed, s/million",
        "transient-10x10: server CPU at full speed, s/million",
        "fanout: server CPU at full speed, s/million",
        "fanout: delivered at full speed, messages/s",
        "rpc: server CPU, calls, s/million",
        "rpc: p99 of a call, ms",
        "server CPU, filling, s/million",
        "server CPU, draining, s/million"
      })
  void weirAndRabbitMqWereMeasuredSideBySide(String metric) throws IOException {
    assertThat(row("weir / rabbitmq", metric)).hasSize(3);
  }

  /** Ten thousand times the bindings are not even ten times the cost. */
  @Test
  void routingCostsLittleMoreWithAHundredThousandBindings() throws IOException {
    List<Figure> figures = row("100,000 bindings", "CPU, routing, ns/publication");

    assertThat(figures).hasSize(3);
    assertThat(figures.getLast().median()).isLessThan(10 * figures.getFirst().median());
  }

  /** Synced: a hundred publishers that wait share syncs, batches of 16 KiB over ten topics. */
  @ParameterizedTest
  @CsvSource({
    "'publishers that wait', 'acknowledged, messages/s', 2, 20000",
    "'segments are dropped', 'written, MB/s', 0, 500"
  })
  void theLogAloneReachesItsAims(String table, String metric, int column, int aim)
      throws IOException {
    assertThat(row(table, metric).get(column).median()).isGreaterThanOrEqualTo(aim);
  }

  /** What quartiles share is not told apart. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "p99 at 2,000 batches/s, ms",
        "CPU, appending, us/message",
        "appended, messages/s",
        "CPU, reading one by one, us/message",
        "read, messages/s"
      })
  void oneTopicAmongAMillionIsAsFastAsOneAlone(String metric) throws IOException {
    List<Figure> figures = row("one of 1,000,000", metric);

    assertThat(figures.get(1).low()).isLessThanOrEqualTo(figures.get(0).high());
    assertThat(figures.get(1).high()).isGreaterThanOrEqualTo(figures.get(0).low());
  }

  /** The figures of a row, in the table that has a word in its head. */
  private static List<Figure> row(String table, String metric) throws IOException {
    Matcher row =
        Pattern.compile("\\|.*" + table + ".*\\|\\n(?:\\|.*\\n)*?\\| " + metric + " \\|(.*)")
            .matcher(page());
    assertThat(row.find()).as(metric).isTrue();
    return Pattern.compile("([\\d.,]+) \\(([\\d.,]+)-([\\d.,]+)\\)")
        .matcher(row.group(1))
        .results()
        .map(figure -> new Figure(number(figure, 1), number(figure, 2), number(figure, 3)))
        .toList();
  }

  private static double number(MatchResult figure, int group) {
    return Double.parseDouble(figure.group(group).replace(",", ""));
  }

  /** A median between its quartiles. */
  private record Figure(double median, double low, double high) {}

  private static String page() throws IOException {
    return Files.readString(Project.root().resolve("docs/performance.md"));
  }
}

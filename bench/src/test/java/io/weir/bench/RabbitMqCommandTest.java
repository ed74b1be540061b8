package io.weir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RabbitMqCommandTest {
  private static final List<String> OF_MESSAGES =
      List.of(
          "p50 to the consumer at the fixed rate, ms",
          "server CPU at the fixed rate, % of a core",
          "server CPU at full speed, s/million",
          "delivered at full speed, messages/s",
          "PerfTest's CPU at full speed, % of a core");

  private static final List<String> OF_CALLS =
      List.of(
          "server CPU, calls, s/million",
          "p50 of a call, ms",
          "answered, calls/s",
          "CPU of caller and callee, % of a core");

  private static final List<String> OF_A_BACKLOG =
      List.of(
          "server CPU, filling, s/million",
          "server CPU, draining, s/million",
          "filled, messages/s",
          "drained, messages/s",
          "PerfTest's CPU while draining, % of a core",
          "of the RSS with the backlog without files, MiB");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--pairs=-1 | --pairs takes a number from 1 to 1,000, not -1",
        "--seconds=61 | --seconds takes a number from 1 to 60, not 61",
        "--backlog=10000001 | --backlog takes a number from 1 to 10,000,000, not 10,000,001",
        "--minutes=0 | --minutes takes a number from 1 to 10,000, not 0",
        "--scenarios=weather | expected one of [QUORUM_12, quorum-12,",
        "--contenders=weir,kafka | --contenders knows weir and rabbitmq, not kafka",
        "--contenders=weir | --contenders takes two names, such as weir,rabbitmq"
      })
  void whatCannotBeMeasuredIsRefusedWithASentence(String option, String sentence) {
    var errors = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(errors));

    int exit = line.execute("rabbitmq", "--directory", directory.toString(), option);

    assertThat(exit).isNotZero();
    assertThat(errors.toString()).contains(sentence);
  }

  /** One scenario of each kind, for each server takes its time to start. */
  @Test
  void bothServersAreMeasuredInEachKindOfScenario() throws IOException {
    Path report = directory.resolve("report.md");
    var errors = new StringWriter();

    int exit =
        Main.commandLine()
            .setErr(new PrintWriter(errors))
            .execute(
                "rabbitmq",
                "--quick",
                "--pairs=1",
                "--backlog=2000",
                "--scenarios=quorum-1k,transient-10x10,fanout,rpc,drain,router",
                "--directory=" + directory,
                "--report=" + report);

    // Who does not get all that was published ends it with a sentence.
    assertThat(exit).as(errors.toString()).isZero();
    String text = Files.readString(report);
    assertThat(text)
        .containsPattern("\\| median \\(quartiles\\) +\\| +weir \\| +rabbitmq \\|")
        .contains("drain: a backlog of 2,000, filled and drained")
        .contains("100,000 bindings beside 10 bindings");
    for (String row : OF_MESSAGES) {
      assertThat(both(text, row)).as(row).hasSize(6).allMatch(figure -> figure > 0);
    }
    assertThat(both(text, "p99 of a confirm at the fixed rate, ms"))
        .hasSize(2)
        .allMatch(figure -> figure > 0);
    assertThat(both(text, "server RSS at the end, MiB")).hasSize(10).allMatch(figure -> figure > 0);
    for (String row : OF_CALLS) {
      assertThat(both(text, row)).as(row).hasSize(2).allMatch(figure -> figure > 0);
    }
    for (String row : OF_A_BACKLOG) {
      assertThat(both(text, row)).as(row).hasSize(2).allMatch(figure -> figure > 0);
    }
    for (String name : List.of("quorum-1k", "transient-10x10", "fanout")) {
      assertThat(both(text, name + ": server CPU at full speed, s/million")).hasSize(2);
    }
  }

  /** The medians of both servers in the rows of a metric. */
  private static List<Double> both(String report, String metric) {
    return report
        .lines()
        .filter(line -> line.startsWith("| " + metric + " "))
        .flatMap(line -> Arrays.stream(line.split("\\|", -1)).skip(2).limit(2))
        .map(cell -> Double.parseDouble(cell.strip().replaceFirst(" .*", "").replace(",", "")))
        .toList();
  }
}

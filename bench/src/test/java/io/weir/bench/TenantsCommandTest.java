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

class TenantsCommandTest {
  @TempDir Path directory;

  /** All parts in one run, for a server takes its time to start. */
  @Test
  void refusalsCostsAndAnAttackAreMeasured() throws IOException {
    Path report = directory.resolve("report.md");
    var errors = new StringWriter();

    int exit =
        Main.commandLine()
            .setErr(new PrintWriter(errors))
            .execute(
                "tenants",
                "--quick",
                "--pairs=1",
                "--probes=20",
                "--durability=async",
                "--directory=" + directory,
                "--report=" + report);

    assertThat(exit).as(errors.toString()).isZero();
    String text = Files.readString(report);
    for (String probe : List.of("Kafka, PLAIN", "Kafka, SCRAM-SHA-256", "HTTP, Basic")) {
      for (String who : List.of("existing user", "unknown user", "unknown tenant")) {
        List<Double> times = figures(text, probe + ", " + who);
        assertThat(times.subList(0, 3)).as(probe + who).isSorted().allMatch(time -> time > 0);
      }
      assertThat(text).contains("- " + probe + ": an unknown tenant and an existing one ");
    }
    assertThat(text)
        .contains("Access and limits, kafka: 1 pairs of 200 messages")
        .contains("Access and limits, http: 1 pairs of 200 messages")
        .contains("20 tenants with and without an attacker: 1 pairs of 200 messages");
    assertThat(figures(text, "server CPU, us/message")).hasSize(6).allMatch(cpu -> cpu > 0);
    assertThat(figures(text, "allocated, bytes/message")).hasSize(6).allMatch(bytes -> bytes > 0);
    assertThat(figures(text, "the others' p99, ms")).hasSize(3).allMatch(time -> time > 0);
    assertThat(text).contains("- The others saw no error.");
    for (String attack :
        List.of("messages", "connections", "wrong passwords", "requests for 5,000 topics")) {
      List<Double> tried = figures(text, "attacker: " + attack + ", 1/s");
      assertThat(tried).as(attack).hasSize(2);
      assertThat(tried.getFirst()).as(attack).isPositive();
      assertThat(tried.getLast()).as(attack).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tenants=1 | --tenants takes a number from 2 to 9,000, not 1",
        "--rate=-1 | --rate takes a number from 1 to 100,000, not -1",
        "--pairs=-1 | --pairs takes a number from 1 to 1,000, not -1",
        "--seconds=601 | --seconds takes a number from 1 to 600, not 601",
        "--probes=4001 | --probes takes a number from 1 to 4,000, not 4,001",
        "--minutes=0 | --minutes takes a number from 1 to 10,000, not 0",
        "--parts=weather | expected one of [REFUSALS, COSTS, ATTACK]",
        "--attacks=rain | expected one of [PUBLISH, CONNECT, GUESS, ASK]"
      })
  void whatCannotBeMeasuredIsRefusedWithASentence(String option, String sentence) {
    var errors = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(errors));

    assertThat(line.execute("tenants", "--directory", directory.toString(), option)).isNotZero();
    assertThat(errors.toString()).contains(sentence);
  }

  /** The medians in all rows that begin so. */
  private static List<Double> figures(String report, String row) {
    return report
        .lines()
        .filter(line -> line.startsWith("| " + row + " "))
        .flatMap(line -> Arrays.stream(line.split("\\|", -1)).skip(2))
        .map(String::strip)
        .filter(cell -> !cell.isEmpty() && Character.isDigit(cell.charAt(0)))
        .map(cell -> Double.parseDouble(cell.replaceFirst("[ (].*", "").replace(",", "")))
        .toList();
  }
}

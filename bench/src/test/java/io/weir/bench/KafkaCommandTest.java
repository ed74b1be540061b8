package io.weir.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

class KafkaCommandTest {
  private static final List<String> POSITIVE =
      List.of(
          "p50 at the fixed rate, ms",
          "server CPU at the fixed rate, % of a core",
          "server CPU, writing, s/GB",
          "server CPU, reading, s/GB",
          "written, records/s",
          "read, records/s",
          "producer's CPU, % of a core",
          "consumer's CPU, % of a core",
          "p99 with a consumer far behind, ms",
          "server CPU with a consumer far behind, s/GB read",
          "read far behind, MB/s",
          "acknowledged to who waits, records/s",
          "p99 of publishers that wait, ms",
          "server CPU, publishers that wait, us/record");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rate=0 | --rate takes a number from 1 to 1,000,000, not 0",
        "--partitions=0 | --partitions takes a number from 1 to 10,000, not 0",
        "--topics=1001 | --topics takes a number from 1 to 1,000, not 1,001",
        "--record-size=1000001 | --record-size takes a number from 1 to 1,000,000, not 1,000,001",
        "--batch-size=-1 | --batch-size takes a number from 0 to 1,000,000, not -1",
        "--publishers=1001 | --publishers takes a number from 0 to 1,000, not 1,001",
        "--topics=1000 --partitions=11 | --topics times --partitions is at most 10,000, not 11,000",
        "--minutes=0 | --minutes is at least 1"
      })
  void whatCannotBeMeasuredIsRefusedWithASentence(String options, String sentence) {
    var errors = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(errors));

    int exit = line.execute(("kafka --directory " + directory + " " + options).split(" ", -1));

    assertThat(exit).isNotZero();
    assertThat(errors.toString()).contains(sentence);
  }

  @Test
  void thePlainRunIsWhatItWas() {
    assertThat(shape().inWords())
        .isEqualTo(
            "records of 1 KiB, acks=all, 6 partitions; fixed rate: 2,000 records/s, linger.ms=0");
  }

  @Test
  void whatDiffersFromThePlainRunIsInTheReport() {
    assertThat(
            shape(
                    "--record-size=100",
                    "--topics=10",
                    "--batch-size=65536",
                    "--publishers=100",
                    "--behind")
                .inWords())
        .isEqualTo(
            "records of 100 bytes, acks=all, 6 partitions; fixed rate: 2,000 records/s, linger.ms=0;"
                + " spread over 10 topics; batch.size=65536, linger.ms=100 at full speed; 100"
                + " publishers that wait for each acknowledgement; a consumer far behind");
  }

  /** With all that may be asked for at once, for each server takes its time to start. */
  @Test
  void bothServersAreMeasuredUnderWhateverIsAskedFor() throws IOException {
    Path report = directory.resolve("report.md");
    var errors = new StringWriter();
    String options =
        "--pairs=1 --seconds=1 --size=16 --durability=async --rate=500 --topics=2 --partitions=3"
            + " --record-size=2000 --batch-size=65536 --publishers=20 --behind";

    int exit =
        Main.commandLine()
            .setErr(new PrintWriter(errors))
            .execute(
                ("kafka --quick --directory=" + directory + " --report=" + report + " " + options)
                    .split(" ", -1));

    // One who has not read all that was written ends it with a sentence.
    assertThat(exit).as(errors.toString()).isZero();
    String text = Files.readString(report);
    assertThat(text)
        .contains(" 8,000 records of 2,000 bytes at full speed")
        .contains("3 partitions; fixed rate: 500 records/s, linger.ms=0; spread over 2 topics;")
        .contains("batch.size=65536, linger.ms=100 at full speed; 20 publishers")
        .contains("; a consumer far behind")
        .containsPattern("\\| median \\(quartiles\\) +\\| +weir \\| +kafka \\|");
    for (String row : POSITIVE) {
      assertThat(both(text, row)).as(row).hasSize(2).allMatch(figure -> figure > 0);
    }
    for (int server = 0; server < 2; server++) {
      assertThat(both(text, "p50 at the fixed rate, ms").get(server))
          .isLessThanOrEqualTo(both(text, "p99 at the fixed rate, ms").get(server));
      assertThat(both(text, "of it without files, MiB").get(server))
          .isLessThan(both(text, "server RSS after it, MiB").get(server));
      assertThat(both(text, "written, MB/s").get(server))
          .isCloseTo(both(text, "written, records/s").get(server) * 2_000 / 1e6, within(0.06));
    }
  }

  /** The medians of both servers in the row of a metric. */
  private static List<Double> both(String report, String metric) {
    return report
        .lines()
        .filter(line -> line.startsWith("| " + metric + " "))
        .flatMap(line -> Arrays.stream(line.split("\\|", -1)).skip(2).limit(2))
        .map(cell -> Double.parseDouble(cell.strip().replaceFirst(" .*", "").replace(",", "")))
        .toList();
  }

  private static Shape shape(String... options) {
    return CommandLine.populateCommand(new Shape(), options);
  }
}

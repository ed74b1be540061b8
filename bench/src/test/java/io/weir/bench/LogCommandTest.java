package io.weir.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Index.atIndex;

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

class LogCommandTest {
  @TempDir Path directory;

  @Test
  void topicsAndPartitionsAreComparedWithOneAndMeasuredOverARestart() throws IOException {
    String report = quick("topics,partitions");

    assertThat(report)
        .contains("100 topics beside 1 topic", "10 partitions beside 1 partition")
        .contains("No verdict: 2 pairs, of which it takes six.");
    assertThat(figures(report, "CPU, appending, us/message")).hasSize(4).allMatch(cpu -> cpu > 0);
    assertThat(figures(report, "read, messages/s")).hasSize(4).allMatch(rate -> rate > 0);
    for (String load : List.of("CPU, appending", "CPU, reading one by one")) {
      assertThat(figures(report, load + ", one of them, us/message"))
          .hasSize(2)
          .allMatch(cpu -> cpu > 0);
    }
    assertThat(figures(report, "created, topics/s")).hasSize(4).allMatch(rate -> rate > 0);
    assertThat(figures(report, "deleted, topics/s")).hasSize(4).allMatch(rate -> rate > 0);
    assertThat(figures(report, "ready after kill -9, s")).hasSize(4).allMatch(time -> time > 0);
    assertThat(figures(report, "heap in use, MiB")).hasSize(4).allMatch(heap -> heap > 0);
  }

  @Test
  void batchesOfEachSizeAreWrittenAndReadBack() throws IOException {
    String report = quick("batches");

    assertThat(report).contains("1 KiB", "16 KiB");
    assertThat(figures(report, "written, MB/s")).hasSize(2).allMatch(rate -> rate > 0);
    assertThat(figures(report, "CPU, reading, s/GB")).hasSize(2).allMatch(cpu -> cpu > 0);
  }

  @Test
  void aLonePublisherNeedsASyncForEachMessageAndTenShareThem() throws IOException {
    String report = quick("publishers");

    assertThat(figures(report, "acknowledged, messages/s")).hasSize(2).allMatch(rate -> rate > 0);
    assertThat(figures(report, "syncs, per message"))
        .hasSize(2)
        .satisfies(alone -> assertThat(alone).isBetween(0.95, 1.2), atIndex(0))
        .satisfies(ten -> assertThat(ten).isLessThan(0.9), atIndex(1));
  }

  @Test
  void readersAreMeasuredAtTheTailAndFarBehind() throws IOException {
    String report = quick("readers");

    assertThat(report).contains("far behind, from disk beside nobody reads");
    assertThat(figures(report, "p99 from the append to the reader, ms")).hasSize(1);
    assertThat(figures(report, "read while others write, MB/s"))
        .hasSize(2)
        .allMatch(rate -> rate > 0);
    assertThat(figures(report, "read from the disk, %"))
        .hasSize(2)
        .satisfies(cached -> assertThat(cached).isLessThan(20), atIndex(0))
        .satisfies(cold -> assertThat(cold).isGreaterThan(80), atIndex(1));
  }

  @Test
  void freeingSpaceIsMeasuredBesideKeepingAll() throws IOException {
    String report = quick("retention");

    assertThat(report).contains("segments are dropped beside all is kept");
    assertThat(figures(report, "given to write calls, bytes per byte appended"))
        .hasSize(3)
        .allMatch(amplification -> amplification >= 1);
    assertThat(figures(report, "the log on disk afterwards, MB"))
        .hasSize(3)
        .satisfies(sizes -> assertThat(sizes.get(1)).isLessThan(sizes.get(0) / 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--topics=0 | --topics takes numbers from 1 to 10,000,000, not 0",
        "--partitions=1,2000000 | --partitions takes numbers from 1 to 1,000,000, not 2,000,000",
        "--batches=100 | --batches takes numbers from 512 to 8,388,608, not 100",
        "--publishers=100000 | --publishers takes numbers from 1 to 10,000, not 100,000",
        "--rate=0 | --rounds, --rate and --minutes are at least 1",
        "--dimensions=weather | expected one of [TOPICS, PARTITIONS",
        "--durability=memory | expected one of [ASYNC, SYNC]"
      })
  void whatCannotBeMeasuredIsRefusedWithASentence(String option, String sentence) {
    var errors = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(errors));

    assertThat(line.execute("log", "--directory", directory.toString(), option)).isNotZero();
    assertThat(errors.toString()).contains(sentence);
  }

  private String quick(String dimensions) throws IOException {
    Path report = directory.resolve("report.md");
    var errors = new StringWriter();
    int exit =
        Main.commandLine()
            .setErr(new PrintWriter(errors))
            .execute(
                "log",
                "--quick",
                "--dimensions=" + dimensions,
                "--directory=" + directory,
                "--report=" + report);
    assertThat(exit).as(errors.toString()).isZero();
    return Files.readString(report);
  }

  /** The medians in all rows of a metric, without those of tables that compare. */
  private static List<Double> figures(String report, String metric) {
    return Arrays.stream(report.split("\n#### ", -1))
        .filter(chapter -> !chapter.contains(" finding |"))
        .flatMap(chapter -> chapter.lines().filter(line -> line.startsWith("| " + metric + " ")))
        .flatMap(line -> Arrays.stream(line.split("\\|", -1)).skip(2))
        .filter(cell -> !cell.isBlank())
        .map(cell -> Double.parseDouble(cell.strip().replaceFirst(" .*", "").replace(",", "")))
        .toList();
  }
}

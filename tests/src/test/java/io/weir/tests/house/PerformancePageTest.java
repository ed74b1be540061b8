package io.weir.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
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
  @CsvSource({"'time to ready, ms', 1500", "'RSS after 10 s idle, MiB', 200"})
  void startUpIsWithinItsBounds(String metric, int bound) throws IOException {
    Matcher row = Pattern.compile("\\| " + metric + " \\| ([\\d,]+) \\(").matcher(page());

    assertThat(row.find()).as(metric).isTrue();
    assertThat(Integer.parseInt(row.group(1).replace(",", ""))).isLessThan(bound);
  }

  private static String page() throws IOException {
    return Files.readString(Project.root().resolve("docs/performance.md"));
  }
}

package io.weir.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The decision records in {@code docs/adr}. */
class DecisionRecordsTest {
  static final List<String> PARTS =
      List.of("Status", "Context", "Decision", "Rejected alternatives", "Consequences");

  static List<Path> records() throws IOException {
    try (Stream<Path> files = Files.list(Project.root().resolve("docs/adr"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void theyAreNumberedWithoutAGap() throws IOException {
    assertThat(records())
        .extracting(file -> file.getFileName().toString().replaceAll("-[a-z0-9-]+\\.md$", ""))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, records().size()).mapToObj("%04d"::formatted).toList());
  }

  @ParameterizedTest
  @MethodSource("records")
  void eachHasItsNumberAndEveryPart(Path file) {
    String text = Sources.text(file);
    int number = Integer.parseInt(file.getFileName().toString().substring(0, 4));
    assertThat(text).startsWith("# " + number + ". ");
    for (String part : PARTS) {
      // With text right under it.
      assertThat(Pattern.compile("(?m)^## " + part + "\n\n(?!## )\\S").matcher(text).results())
          .as("'## %s' in %s", part, file.getFileName())
          .hasSize(1);
    }
    assertThat(text.substring(text.indexOf("## Status")))
        .containsPattern("^## Status\n\n(Accepted|Superseded by ADR \\d+|Proposed)\\.");
    assertThat(text.substring(text.indexOf("## Rejected alternatives")))
        .as("alternatives, each with why it was rejected")
        .containsPattern("^## Rejected alternatives\n\n- \\S");
  }
}

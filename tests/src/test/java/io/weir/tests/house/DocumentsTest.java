package io.weir.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages that people read: that they are there, and lead where they say. */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");

  static List<Path> pages() throws IOException {
    Path root = Project.root();
    try (Stream<Path> top = Files.list(root);
        Stream<Path> docs = Files.walk(root.resolve("docs"))) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) {
    assertThat(links(page)).allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
  }

  @Test
  void theReadmeHasTheTwoCommandsAndLeadsToTheOtherPages() {
    Path readme = Project.root().resolve("README.md");
    assertThat(Sources.text(readme)).containsPattern("(?m)^    \\./weir run +\\S");
    assertThat(Sources.text(readme)).containsPattern("(?m)^    \\./weir test +\\S");
    assertThat(links(readme))
        .contains(
            "docs/architecture.md",
            "docs/adr/",
            "docs/mapping.md",
            "docs/roadmap.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
            "LICENSE");
  }

  @Test
  void theChangelogBeginsWithWhatIsNotReleased() {
    assertThat(Sources.text(Project.root().resolve("CHANGELOG.md")))
        .containsPattern("^# Changelog\n[^#]*\n## Unreleased\n\n### \\w+\n\n- \\S");
  }

  /** To other files of the project. */
  private static List<String> links(Path page) {
    return LINK.matcher(Sources.text(page))
        .results()
        .map(match -> match.group(1))
        .filter(link -> !link.contains("://"))
        .toList();
  }
}

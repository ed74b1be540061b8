package io.weir.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoadmapTest {
  @Test
  void whatTheRoadmapCallsDoneIsShownByATestThatExists() throws IOException {
    Roadmap roadmap = Roadmap.parse(Files.readAllLines(Project.root().resolve("docs/roadmap.md")));

    assertThat(roadmap.lines()).isNotEmpty();
    assertThat(roadmap.faults(Project.root())).isEmpty();
  }

  @Test
  void aDoneLineWithoutATestIsAFault(@TempDir Path sources) {
    assertThat(Roadmap.parse(List.of("- [x] retention by time")).faults(sources))
        .containsExactly("line 1 is done but names no test: retention by time");
  }

  @Test
  void aLineNotDoneNeedsNoTest(@TempDir Path sources) {
    assertThat(Roadmap.parse(List.of("- [ ] retention by time, in `weir.yaml`")).faults(sources))
        .isEmpty();
  }

  @Test
  void aNamedTestMustExist(@TempDir Path sources) throws IOException {
    testClass(
        sources,
        "class RetentionTest {\n  @Test\n  void dropsOldSegments() {\n    keepsNewOnes();\n  }\n}\n");

    assertThat(faultsOf("`RetentionTest`", sources)).isEmpty();
    assertThat(faultsOf("`RetentionTest#dropsOldSegments`", sources)).isEmpty();
    assertThat(faultsOf("`RetentionTest#keepsNewOnes`", sources)).hasSize(1);
    assertThat(faultsOf("`RetentionTest`, `ExpiryTest`", sources))
        .containsExactly("line 1 names a test that does not exist: ExpiryTest");
  }

  private static List<String> faultsOf(String tests, Path sources) {
    return Roadmap.parse(List.of("- [x] retention by time — " + tests)).faults(sources);
  }

  private static void testClass(Path sources, String text) throws IOException {
    Path directory = Files.createDirectories(sources.resolve("core/src/test/java/io/weir"));
    Files.writeString(directory.resolve("RetentionTest.java"), text);
  }
}

package io.weir.tests.house;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Outcome;
import io.weir.tests.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Planted modules with Weir's own parent, built in one go, each to its end or to its fault. */
final class PlantedBuild {
  private final Outcome outcome;

  private PlantedBuild(Outcome outcome) {
    this.outcome = outcome;
  }

  /** Writes them to a directory in the module's target. */
  static Path plant(String name, List<PlantedModule> modules) throws IOException {
    Path directory = Project.newDirectory(name).toRealPath();
    Path weirPom = Project.root().toRealPath().resolve("pom.xml");
    for (PlantedModule module : modules) {
      module.writeBelow(directory, weirPom);
    }
    Files.writeString(
        directory.resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>io.weir</groupId>
          <artifactId>planted</artifactId>
          <version>0.1.0-SNAPSHOT</version>
          <packaging>pom</packaging>
          <modules>%s</modules>
        </project>
        """
            .formatted(
                modules.stream()
                    .map(module -> "<module>" + module.name() + "</module>")
                    .collect(Collectors.joining())));
    return directory;
  }

  /** Verifies what was planted there. */
  static PlantedBuild verify(Command maven, Path directory) {
    return new PlantedBuild(maven.and("--fail-at-end", "verify").in(directory).run());
  }

  /** Whether a module got to its end. */
  boolean passes(PlantedModule module) {
    return isSummedUp(module, "SUCCESS");
  }

  /** Whether a module was refused: not left out because of another. */
  boolean fails(PlantedModule module) {
    return isSummedUp(module, "FAILURE");
  }

  private boolean isSummedUp(PlantedModule module, String result) {
    return Pattern.compile(
            "^\\[INFO\\] " + Pattern.quote(module.name()) + " \\.+ " + result + " ",
            Pattern.MULTILINE)
        .matcher(outcome.text())
        .find();
  }

  /** What Maven said while it built a module, and why it failed, which Maven says at the end. */
  String outputOf(PlantedModule module) {
    return between("\n[INFO] Building " + module.name() + " ", "< io.weir:")
        + between(" on project " + module.name() + ": ", "\n[ERROR] Failed to execute goal ");
  }

  /** From the beginning, or nothing without one, to the end, or to the end of all. */
  private String between(String begin, String end) {
    String text = outcome.text();
    int from = text.indexOf(begin);
    if (from < 0) {
      return "";
    }
    int to = text.indexOf(end, from + begin.length());
    return text.substring(from, to < 0 ? text.length() : to);
  }

  /** What a failed expectation should show. */
  @Override
  public String toString() {
    return outcome.toString();
  }
}

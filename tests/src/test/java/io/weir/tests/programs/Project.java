package io.weir.tests.programs;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project lies. */
public final class Project {
  private Project() {}

  /** The directory of the launcher, found upwards from where the tests run. */
  public static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("docs/roadmap.md"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new IllegalStateException(
            "the tests run outside the project: no docs/roadmap.md above "
                + Path.of("").toAbsolutePath());
      }
    }
    return directory;
  }
}

package io.weir.tests.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
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

  /** Where the build of this module writes: logs and data of what the tests start go below it. */
  public static Path target() {
    return testClasses().getParent();
  }

  /** This module's compiled tests, which are no part of what is tested. */
  public static Path testClasses() {
    try {
      return Path.of(Project.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A new directory below {@link #target}, kept after the tests for whoever wants to look. */
  public static Path newDirectory(String name) {
    try {
      Path parent = Files.createDirectories(target().resolve("run"));
      return Files.createTempDirectory(parent, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

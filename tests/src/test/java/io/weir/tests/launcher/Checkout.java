package io.weir.tests.launcher;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Maven;
import io.weir.tests.programs.Project;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;

/**
 * A copy of the project as it is checked out, with nothing built: what the launcher builds there is
 * in nobody's way.
 */
record Checkout(Path directory) {
  /**
   * What is no part of a checkout: repositories, builds, what npm installs, and where Weir run here
   * keeps its data.
   */
  private static final Set<String> LEFT_OUT = Set.of(".git", "target", "node_modules", "data");

  /** Copies the project to below this directory. */
  static Checkout below(Path parent) throws IOException {
    Path source = Project.root();
    Path copy = parent.resolve("weir");
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (!directory.equals(source)
                && LEFT_OUT.contains(directory.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(copy.resolve(source.relativize(directory)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!LEFT_OUT.contains(file.getFileName().toString())) {
              Files.copy(
                  file, copy.resolve(source.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return new Checkout(copy);
  }

  /**
   * The launcher, by this path to it, with time for a build and the libraries that this build has.
   */
  Command launcher(Path path) {
    Command launcher = Command.of(path.toString()).within(Duration.ofMinutes(5));
    String repository = Maven.repository();
    String inherited = System.getenv().getOrDefault("MAVEN_OPTS", "");
    return repository == null
        ? launcher
        : launcher.environment("MAVEN_OPTS", inherited + " " + repository);
  }

  /** The launcher. */
  Command weir(String... arguments) {
    return launcher(directory.resolve("weir")).and(arguments);
  }
}

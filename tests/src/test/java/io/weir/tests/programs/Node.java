package io.weir.tests.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** Scripts of {@code tests/js}, run by Node.js with the packages that the lock file there pins. */
public final class Node {
  private static final Path SCRIPTS = Project.root().resolve("tests/js");
  private static final Path INSTALLED = Project.root().resolve("tests/target/js");
  private static final List<String> PACKAGES = List.of("package.json", "package-lock.json");

  private Node() {}

  /** The command that runs a script of {@code tests/js}; installs its packages the first time. */
  public static Command script(String name, String... arguments) {
    install();
    return Command.of("node", SCRIPTS.resolve(name).toString())
        .and(arguments)
        .environment("NODE_PATH", INSTALLED.resolve("node_modules").toString());
  }

  private static synchronized void install() {
    try (FileChannel lock = lock()) {
      lock.lock();
      if (isInstalled()) {
        return;
      }
      Files.deleteIfExists(INSTALLED.resolve("installed"));
      for (String file : PACKAGES) {
        Files.copy(
            SCRIPTS.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      Command.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
          .in(INSTALLED)
          .within(Duration.ofMinutes(3))
          .succeed();
      Files.copy(SCRIPTS.resolve("package-lock.json"), INSTALLED.resolve("installed"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For other JVMs, which may run the same tests. */
  private static FileChannel lock() throws IOException {
    Files.createDirectories(INSTALLED);
    return FileChannel.open(
        INSTALLED.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Written last, so that half an installation does not count as one. */
  private static boolean isInstalled() throws IOException {
    Path installed = INSTALLED.resolve("installed");
    return Files.exists(installed)
        && Files.mismatch(installed, SCRIPTS.resolve("package-lock.json")) == -1;
  }
}

package io.weir.tests.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Scripts of {@code tests/js}, run by Node.js with the packages that the lock file there pins. */
public final class Node {
  private static final Path SCRIPTS = Project.root().resolve("tests/js");
  private static final Path INSTALLED = Project.root().resolve("tests/target/js");
  private static final List<String> PACKAGES = List.of("package.json", "package-lock.json");
  private static final int INSTALL_SECONDS = 180;

  private Node() {}

  /** The command that runs a script of {@code tests/js}; installs its packages the first time. */
  public static ProcessBuilder script(String name, String... arguments) {
    install();
    List<String> command = new ArrayList<>(List.of("node", SCRIPTS.resolve(name).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("NODE_PATH", INSTALLED.resolve("node_modules").toString());
    return builder;
  }

  private static synchronized void install() {
    try {
      if (isInstalled()) {
        return;
      }
      Files.createDirectories(INSTALLED);
      Files.deleteIfExists(INSTALLED.resolve("installed"));
      for (String file : PACKAGES) {
        Files.copy(
            SCRIPTS.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      npm("ci", "--no-audit", "--no-fund", "--ignore-scripts");
      Files.copy(SCRIPTS.resolve("package-lock.json"), INSTALLED.resolve("installed"));
    } catch (IOException e) {
      throw new UncheckedIOException("npm (with Node.js) is needed by this test", e);
    }
  }

  /** Written last, so that half an installation does not count as one. */
  private static boolean isInstalled() throws IOException {
    Path installed = INSTALLED.resolve("installed");
    return Files.exists(installed)
        && Files.mismatch(installed, SCRIPTS.resolve("package-lock.json")) == -1;
  }

  private static void npm(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("npm"));
    command.addAll(List.of(arguments));
    Path log = INSTALLED.resolve("npm.log");
    Process process =
        new ProcessBuilder(command)
            .directory(INSTALLED.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("npm did not end within " + INSTALL_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while npm ran", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException("npm failed:\n" + Files.readString(log));
    }
  }
}

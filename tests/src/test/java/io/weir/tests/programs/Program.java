package io.weir.tests.programs;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Clients that are not written in Java. Where one is missing, its tests are reported as not run, by
 * name; with {@code CI=true} in the environment they fail.
 */
public enum Program {
  CURL("curl", "apt-get install curl"),
  KCAT("kcat", "apt-get install kcat"),
  NODE("node", "apt-get install nodejs"),
  NPM("npm", "apt-get install npm"),
  /** The system's Python, which is the one that sees Debian's packages. */
  PYTHON("/usr/bin/python3", "apt-get install python3 python3-kafka");

  private final String executable;
  private final String remedy;

  Program(String executable, String remedy) {
    this.executable = executable;
    this.remedy = remedy;
  }

  /** A call of it. */
  public Command with(String... arguments) {
    return Command.of(required()).and(arguments);
  }

  private String required() {
    if (find().isEmpty()) {
      missing(executable + " is not installed (" + remedy + ")");
    }
    return executable;
  }

  private Optional<Path> find() {
    if (executable.startsWith("/")) {
      return Optional.of(Path.of(executable)).filter(Files::isExecutable);
    }
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, executable))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Says that a test cannot run here. Does not return. */
  static void missing(String what) {
    if ("true".equals(System.getenv("CI"))) {
      Assertions.fail(what);
    }
    Assumptions.abort("not run: " + what);
  }
}

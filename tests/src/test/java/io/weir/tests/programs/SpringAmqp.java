package io.weir.tests.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Programs of {@code tests/spring-amqp}, each a source file that a JVM of its own compiles first.
 */
public final class SpringAmqp {
  private static final Path PROGRAMS = Project.root().resolve("tests/spring-amqp");
  private static final List<String> SMALL =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private SpringAmqp() {}

  public static Command program(String file, String... arguments) {
    return Jvm.command(SMALL, classPath(), PROGRAMS.resolve(file).toString())
        .and(arguments)
        .within(Duration.ofSeconds(120));
  }

  private static String classPath() {
    try {
      return Files.readString(PROGRAMS.resolve("target/classpath")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the build of tests/spring-amqp writes this file", e);
    }
  }
}

package io.weir.tests.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Kafka's command line tools, each a main class in a JVM of its own with the tools' own libraries.
 */
public final class KafkaTools {
  private static final Path CLASS_PATH =
      Project.root().resolve("tests/kafka-tools/target/classpath");

  private KafkaTools() {}

  /** The command that runs a tool, such as {@code org.apache.kafka.tools.TopicCommand}. */
  public static ProcessBuilder command(String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-cp", classPath(), mainClass));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private static String classPath() {
    try {
      return Files.readString(CLASS_PATH).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the build of tests/kafka-tools writes this file", e);
    }
  }
}

package io.weir.tests.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Kafka's command line tools, each a main class in a JVM of its own with the tools' own libraries.
 */
public final class KafkaTools {
  private static final List<String> SMALL =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private KafkaTools() {}

  /** A call of a tool, such as {@code org.apache.kafka.tools.TopicCommand}. */
  public static Command command(String mainClass, String... arguments) {
    return Jvm.command(SMALL, classPath(), mainClass).and(arguments);
  }

  private static String classPath() {
    try {
      return Files.readString(Project.root().resolve("tests/kafka-tools/target/classpath")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the build of tests/kafka-tools writes this file", e);
    }
  }
}

package io.weir.gateway.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The files that tests read, and what they are read with. */
final class Examples {
  static final List<String> PROTOCOLS = List.of("admin", "amqp", "http", "kafka");
  static final ConfigReader READER =
      new ConfigReader(Set.of("amqp", "http", "kafka"), Set.of("embedded"));
  static final Path DOCS = Path.of("..", "docs");

  private static final Path FILES = Path.of("src", "test", "resources", "config");

  private Examples() {}

  static List<Path> files(String directory) {
    try (Stream<Path> files = Files.list(FILES.resolve(directory))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a broken example says of itself: the lines that begin with {@code # expected: }. */
  static List<String> expectedFaults(Path file) {
    return text(file)
        .lines()
        .filter(line -> line.startsWith("# expected: "))
        .map(line -> line.substring("# expected: ".length()))
        .toList();
  }

  static WeirConfig read(String yaml) {
    return READER.read("weir.yaml", yaml, Map.of());
  }

  static WeirConfig read(String yaml, Map<String, String> environment) {
    return READER.read("weir.yaml", yaml, environment);
  }
}

package io.weir.tests.kafka;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Project;
import io.weir.tests.servers.Side;
import io.weir.tests.servers.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has each kind of Kafka client log in where the suites run as somebody; where they run alone,
 * nobody is asked who he is, and all is left as it is.
 */
public final class LogIn {
  private static @Nullable Path file;

  private LogIn() {}

  /** Settings of Java's clients. */
  static Map<String, String> settings() {
    return Side.user().map(User::kafka).orElse(Map.of());
  }

  /** A call of a tool of Apache Kafka, which takes the same settings from a file. */
  static Command with(Command tool) {
    return Side.user().isEmpty() ? tool : tool.and("--command-config", file().toString());
  }

  private static synchronized Path file() {
    Path written = file;
    if (written == null) {
      written = write(settings());
      file = written;
    }
    return written;
  }

  private static Path write(Map<String, String> settings) {
    String lines =
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
            .collect(Collectors.joining());
    try {
      return Files.writeString(Project.newDirectory("log-in").resolve("kafka.properties"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A call of kcat. */
  public static Command kcat(String bootstrap, String... arguments) {
    Command kcat = Command.of("kcat", "-b", bootstrap);
    return Side.user()
        .map(
            user ->
                kcat.and("-X", "security.protocol=SASL_PLAINTEXT")
                    .and("-X", "sasl.mechanisms=SCRAM-SHA-256")
                    .and("-X", "sasl.username=" + user.name())
                    .and("-X", "sasl.password=" + user.password()))
        .orElse(kcat)
        .and(arguments);
  }

  /** A script of ours, which takes name and password from its environment. */
  static Command script(Command script) {
    return Side.user()
        .map(
            user ->
                script
                    .environment("KAFKA_USER", user.name())
                    .environment("KAFKA_PASSWORD", user.password()))
        .orElse(script);
  }
}

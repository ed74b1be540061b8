package io.weir.gateway;

import io.weir.gateway.config.ConfigException;
import io.weir.gateway.config.ConfigReader;
import io.weir.gateway.config.WeirConfig;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The configuration that a command works with. */
final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration, usually weir.yaml. Without one: an embedded log in ./data, loopback only. "
              + "WEIR_... variables of the environment go before both.")
  private @Nullable Path file;

  /** Reads and checks it. */
  WeirConfig read(ConfigReader reader) {
    Path given = file;
    return orSentences(
        () -> given == null ? reader.read(System.getenv()) : reader.read(given, System.getenv()));
  }

  /** What to call it in a message. */
  String source() {
    return file == null ? "the standard configuration" : file.toString();
  }

  static <T> T orSentences(Supplier<T> action) {
    try {
      return action.get();
    } catch (ConfigException e) {
      throw new SentenceException(e.faults());
    }
  }
}

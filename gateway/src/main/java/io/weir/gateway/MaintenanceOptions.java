package io.weir.gateway;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.weir.backend.BackendProvider;
import io.weir.backend.Maintenance;
import io.weir.gateway.config.WeirConfig;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose data a command looks after, where no gateway is started for it. */
final class MaintenanceOptions {
  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private ConfigOption config;

  @Option(names = "--data", paramLabel = "DIR", description = "The data lies there instead.")
  private @Nullable Path data;

  /**
   * Does something with the data of the configured backend, and waits for it.
   *
   * @throws SentenceException if the backend keeps none here, or could not do it
   */
  <T> T run(BiFunction<Maintenance, Path, Future<T>> work) {
    Plugins plugins = Plugins.load();
    WeirConfig read = config.read(plugins.configReader());
    Maintenance maintenance =
        maintenance(requireNonNull(plugins.backends().get(read.backend().type())));
    Path directory = data == null ? read.data() : data;
    try {
      return work.apply(maintenance, directory).toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw Sentences.of(e.getCause());
    }
  }

  static Maintenance maintenance(BackendProvider backend) {
    return backend
        .maintenance()
        .orElseThrow(
            () ->
                new SentenceException(
                    "the backend '%s' keeps no data on this machine: use its own tools"
                        .formatted(backend.type())));
  }
}

package io.weir.embedded;

import io.vertx.core.Vertx;
import io.weir.backend.Backend;
import io.weir.backend.BackendEnvironment;
import io.weir.backend.kit.BackendFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The embedded log in a directory of its own. */
class EmbeddedFixture implements BackendFixture {
  private final Path directory;
  private final Map<String, Object> settings;

  EmbeddedFixture(Map<String, Object> settings) throws IOException {
    this.directory = Files.createTempDirectory("weir-log");
    this.settings = settings;
  }

  @Override
  public Backend open(Vertx vertx) throws Exception {
    return EmbeddedBackend.open(new BackendEnvironment(vertx, directory, false, settings));
  }

  @Override
  public void kill(Backend backend) throws Exception {
    await(((EmbeddedBackend) backend).kill());
  }

  @Override
  public void cleanUp(Backend backend) throws Exception {
    EmbeddedBackend log = (EmbeddedBackend) backend;
    log.sealActive();
    await(log.sweep(System.currentTimeMillis()));
    await(log.compact(System.currentTimeMillis()));
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void await(io.vertx.core.Future<Void> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}

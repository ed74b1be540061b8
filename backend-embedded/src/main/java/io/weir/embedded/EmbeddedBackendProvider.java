package io.weir.embedded;

import io.vertx.core.Future;
import io.weir.backend.Backend;
import io.weir.backend.BackendEnvironment;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Full;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.BackendProvider;
import io.weir.backend.Maintenance;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.util.Optional;

/**
 * The log on local disk, or in memory: {@code backend.type: embedded}. Its settings are {@code
 * segmentBytes}, {@code commitBytes}, {@code queueBytes}, {@code checkpointBytes}, {@code
 * memoryBytes}, {@code retentionCheckMillis} and {@code collectionBytesPerSecond}.
 */
public final class EmbeddedBackendProvider implements BackendProvider {

  /** For {@link java.util.ServiceLoader}. */
  public EmbeddedBackendProvider() {}

  @Override
  public String type() {
    return "embedded";
  }

  @Override
  public Future<Backend> open(BackendEnvironment environment) {
    try {
      return Future.succeededFuture(EmbeddedBackend.open(environment));
    } catch (BackendException e) {
      return Future.failedFuture(e);
    } catch (Storage.NoSpaceException e) {
      return Future.failedFuture(
          new Full(
              "there is no space for the log in " + environment.data() + ": " + e.getMessage()));
    } catch (IOException | RuntimeException e) {
      return Future.failedFuture(
          new Unavailable("the log in " + environment.data() + " cannot be opened: " + e, e));
    }
  }

  @Override
  public Optional<Maintenance> maintenance() {
    return Optional.of(new EmbeddedMaintenance());
  }
}

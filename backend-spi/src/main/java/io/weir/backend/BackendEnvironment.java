package io.weir.backend;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a backend is opened with.
 *
 * @param vertx whose contexts complete the futures; the backend does not close it
 * @param data the directory for what the backend keeps on this machine; it may not exist yet
 * @param ephemeral whether nothing at all may be written to disk: everything lives in bounded
 *     memory and ends with the process
 * @param settings the entries of {@code backend} in {@code weir.yaml} but for {@code type}:
 *     strings, numbers, booleans, lists and maps; the backend refuses those it does not know
 */
public record BackendEnvironment(
    Vertx vertx, Path data, boolean ephemeral, Map<String, Object> settings) {
  public BackendEnvironment {
    settings = Map.copyOf(settings);
  }
}

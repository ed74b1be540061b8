package io.weir.backend;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Opens backends of one type. Found by {@link java.util.ServiceLoader}, so it has a public
 * constructor without parameters, which does nothing.
 */
public interface BackendProvider {

  /**
   * The value of {@code backend.type} in {@code weir.yaml} that means this one: lower case, for
   * example "embedded".
   */
  String type();

  /**
   * Opens a backend, recovering what an earlier process left behind. Called off the event loops;
   * may block.
   *
   * @return completes when the backend serves; fails with a {@link BackendException} whose message
   *     tells the operator what to do, for example when another process holds the data directory
   */
  Future<Backend> open(BackendEnvironment environment);

  /**
   * How to look after the data that backends of this type keep on this machine; empty if they keep
   * none here.
   */
  default Optional<Maintenance> maintenance() {
    return Optional.empty();
  }
}

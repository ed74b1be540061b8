package io.weir.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** What answers below {@code /api/} on the admin port. */
@FunctionalInterface
public interface Api {
  /** Where it is. */
  String PREFIX = "/api/";

  /**
   * Answers a request from this machine. Called on the request's event loop.
   *
   * @return completes on that loop, in the time that a request has; fails only by a defect
   */
  Future<Page> answer(HttpServerRequest request);
}

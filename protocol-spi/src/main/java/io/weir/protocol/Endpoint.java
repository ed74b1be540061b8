package io.weir.protocol;

import io.vertx.core.Future;
import java.time.Duration;

/** An open port of one protocol. */
public interface Endpoint {

  /** The real port, also where the configuration said 0. */
  int port();

  /** How many connections are open now. Any thread may ask. */
  int connections();

  /**
   * Stops in order: takes no more connections, lets each finish what it has begun, closes them, and
   * after the grace period ends those that are left. Idempotent; completes when all are gone, and
   * no later than shortly after the grace period.
   */
  Future<Void> drain(Duration grace);
}

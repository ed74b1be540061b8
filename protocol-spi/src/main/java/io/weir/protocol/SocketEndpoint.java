package io.weir.protocol;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Function;

/**
 * Opens ports for protocols over plain sockets. The protocol brings a {@link Connection} per
 * socket; sockets, bounds, timeouts, gathering of writes, draining and the guard against what a
 * protocol throws are here.
 */
public final class SocketEndpoint {
  private SocketEndpoint() {}

  /**
   * Opens a port.
   *
   * @param protocol its name, the key under {@code ports} in {@code weir.yaml}
   * @param sessions of the gateway
   * @param factory called for each new connection, on its event loop; what it throws ends that
   *     connection
   * @return completes when connections are taken; fails with {@link ListenException}
   */
  public static Future<Endpoint> open(
      String protocol,
      Listener listener,
      Vertx vertx,
      Sessions sessions,
      Function<ConnectionContext, Connection> factory) {
    return SharedPort.open(
        protocol, listener, vertx, sessions, port -> new SocketServer(port, factory));
  }
}

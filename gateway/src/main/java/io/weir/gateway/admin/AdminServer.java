package io.weir.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.weir.gateway.config.ListenerConfig;
import io.weir.protocol.Endpoint;
import io.weir.protocol.ListenException;
import io.weir.protocol.Listener;
import io.weir.protocol.Sessions;
import io.weir.protocol.SharedPort;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One event loop's share of the admin port, which answers {@link AdminPages}. Answers while the
 * gateway stops, so that whoever asks learns of it.
 */
public final class AdminServer implements SharedPort.LoopServer {
  private final SharedPort port;
  private final AdminPages pages;
  private final Map<HttpConnection, AdminConnection> connections = new IdentityHashMap<>();

  private AdminServer(SharedPort port, AdminPages pages) {
    this.port = port;
    this.pages = pages;
  }

  /**
   * Opens the port.
   *
   * @return fails with {@link ListenException}
   */
  public static Future<Endpoint> open(
      Listener listener, Vertx vertx, Sessions sessions, Health health, Metrics metrics, Api api) {
    AdminPages pages = new AdminPages(health, metrics, api);
    return SharedPort.open(
        ListenerConfig.ADMIN, listener, vertx, sessions, port -> new AdminServer(port, pages));
  }

  @Override
  public Future<SharedPort.Listening> listen(int number, String host) {
    return port.vertx()
        .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
        .connectionHandler(this::connected)
        .requestHandler(request -> of(request, it -> it.request(request, pages)))
        .invalidRequestHandler(request -> of(request, it -> it.invalid(request)))
        .exceptionHandler(gone -> {})
        .listen(number, host)
        .map(server -> new SharedPort.Listening(server.actualPort(), server::shutdown));
  }

  private void connected(HttpConnection connection) {
    if (!port.admit(((ConnectionBase) connection).channel())) {
      connection.close();
      return;
    }
    AdminConnection client = new AdminConnection(port, connection);
    connections.put(connection, client);
    connection.exceptionHandler(gone -> {});
    connection.closeHandler(
        closed -> {
          connections.remove(connection);
          client.closed();
          port.left();
        });
    client.receive();
  }

  private void of(HttpServerRequest request, Consumer<AdminConnection> then) {
    AdminConnection client = connections.get(request.connection());
    if (client != null) {
      then.accept(client);
    }
  }
}

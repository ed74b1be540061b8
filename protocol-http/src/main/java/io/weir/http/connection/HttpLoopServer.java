package io.weir.http.connection;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.weir.core.Core;
import io.weir.http.command.Budget;
import io.weir.http.mapping.Problem;
import io.weir.protocol.LoopConnections;
import io.weir.protocol.SharedPort;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** One event loop's share of an HTTP port. */
public final class HttpLoopServer implements SharedPort.LoopServer {
  private static final int MAX_LINE_BYTES = 16 * 1024;
  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final int MAX_CHUNK_BYTES = 64 * 1024;

  private final SharedPort port;
  private final Core core;
  private final Budget budget;
  private final Map<HttpConnection, HttpClientConnection> byConnection = new IdentityHashMap<>();

  /**
   * @param budget for the bodies of all requests and replies
   */
  public HttpLoopServer(SharedPort port, Core core, Budget budget) {
    this.port = port;
    this.core = core;
    this.budget = budget;
  }

  @Override
  public Future<SharedPort.Listening> listen(int number, String host) {
    var connections =
        new LoopConnections<HttpClientConnection>(port.vertx(), port.listener().bounds());
    Context context = port.vertx().getOrCreateContext();
    return port.vertx()
        .createHttpServer(options())
        .connectionHandler(connection -> connected(context, connections, connection))
        .requestHandler(request -> of(request, it -> it.request(request)))
        .invalidRequestHandler(request -> of(request, it -> it.invalid(request, reason(request))))
        .exceptionHandler(gone -> {})
        .listen(number, host)
        .map(
            server ->
                new SharedPort.Listening(
                    server.actualPort(),
                    grace -> server.shutdown(grace).compose(closed -> connections.allGone())));
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setMaxInitialLineLength(MAX_LINE_BYTES)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setMaxChunkSize(MAX_CHUNK_BYTES)
        .setTcpKeepAlive(true);
  }

  private void connected(
      Context context,
      LoopConnections<HttpClientConnection> connections,
      HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    if (!port.admit(channel)) {
      connection.close();
      return;
    }
    var client =
        new HttpClientConnection(
            port, context, core, budget, connection, () -> left(connections, connection));
    byConnection.put(connection, client);
    connections.add(client);
    // What a client does wrong, or that it went away, is no error of ours; what matters is logged
    // elsewhere.
    connection.exceptionHandler(gone -> {});
    connection.shutdownHandler(stopping -> client.drain());
    connection.closeHandler(closed -> client.closed());
    channel.pipeline().addFirst("weir", client);
    port.receive(channel, client.id(), client::arrived);
  }

  private void left(LoopConnections<HttpClientConnection> connections, HttpConnection connection) {
    HttpClientConnection client = byConnection.remove(connection);
    if (client != null) {
      connections.remove(client);
      port.left();
    }
  }

  private void of(HttpServerRequest request, Consumer<HttpClientConnection> then) {
    HttpClientConnection client = byConnection.get(request.connection());
    if (client != null) {
      then.accept(client);
    }
  }

  private static Problem reason(HttpServerRequest request) {
    return switch (request.decoderResult().cause()) {
      case TooLongHttpLineException e ->
          new Problem(
              414, "uri-too-long", "the request line is longer than " + MAX_LINE_BYTES + " bytes");
      case TooLongHttpHeaderException e ->
          new Problem(
              431,
              "headers-too-large",
              "the headers are longer than " + MAX_HEADER_BYTES + " bytes");
      case Throwable e -> new Problem(400, "not-http", "this is not an HTTP/1.1 request");
    };
  }
}

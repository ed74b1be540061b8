package io.weir.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.weir.gateway.config.ListenerConfig;
import io.weir.protocol.Endpoint;
import io.weir.protocol.ListenException;
import io.weir.protocol.Listener;
import io.weir.protocol.Loopback;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The admin port: {@code /health/live}, {@code /health/ready}, {@code /metrics}. Answers while the
 * gateway stops, so that whoever asks learns of it.
 */
public final class AdminEndpoint implements Endpoint {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final int maxConnections;
  private final AtomicInteger connections = new AtomicInteger();
  private final Map<String, Consumer<HttpServerResponse>> routes;

  private AdminEndpoint(HttpServer server, int maxConnections, Health health, Metrics metrics) {
    this.server = server;
    this.maxConnections = maxConnections;
    this.routes =
        Map.of(
            "/health/live", response -> answer(response, 200, TEXT, "alive\n"),
            "/health/ready", response -> ready(response, health.objection()),
            "/metrics", response -> answer(response, 200, PROMETHEUS, metrics.page()));
  }

  /**
   * Opens the port.
   *
   * @return fails with {@link ListenException}
   */
  public static Future<Endpoint> open(
      Listener listener, Vertx vertx, Health health, Metrics metrics) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(listener.host())
            .setPort(listener.port())
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout(Math.toIntExact(listener.bounds().idle().toMillis()));
    HttpServer server = vertx.createHttpServer(options);
    AdminEndpoint endpoint = new AdminEndpoint(server, listener.maxConnections(), health, metrics);
    return server
        .connectionHandler(
            connection -> {
              if (endpoint.connections.incrementAndGet() > endpoint.maxConnections) {
                connection.close();
              }
              connection.closeHandler(closed -> endpoint.connections.decrementAndGet());
            })
        .requestHandler(endpoint::handle)
        .listen()
        .<Endpoint>map(endpoint)
        .recover(
            cause ->
                Future.failedFuture(ListenException.of(ListenerConfig.ADMIN, listener, cause)));
  }

  @Override
  public int port() {
    return server.actualPort();
  }

  @Override
  public int connections() {
    return connections.get();
  }

  @Override
  public Future<Void> drain(Duration grace) {
    return server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void handle(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    String authority = request.authority() == null ? "" : request.authority().toString();
    Consumer<HttpServerResponse> route = routes.get(request.path());
    if (!Loopback.isAuthority(authority)) {
      answer(
          response,
          403,
          TEXT,
          "this port answers to loopback names only, not to '" + authority + "'\n");
    } else if (route == null) {
      answer(response, 404, TEXT, "there is /health/live, /health/ready and /metrics\n");
    } else if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      response.putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      answer(response, 405, TEXT, "this can only be read\n");
    } else {
      route.accept(response);
    }
  }

  private static void ready(HttpServerResponse response, Optional<String> objection) {
    if (objection.isEmpty()) {
      answer(response, 200, TEXT, "ready\n");
    } else {
      answer(response, 503, TEXT, objection.get() + "\n");
    }
  }

  private static void answer(HttpServerResponse response, int status, String type, String body) {
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, type).end(body);
  }
}

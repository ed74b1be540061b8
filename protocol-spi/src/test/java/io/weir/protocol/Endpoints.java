package io.weir.protocol;

import static io.weir.testing.Futures.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.weir.core.event.Events;
import io.weir.core.limit.Limits;
import io.weir.core.tenant.Tenant;
import java.time.Duration;
import java.util.function.Function;

/** A Vert.x instance with two event loops, and endpoints on it. */
final class Endpoints implements AutoCloseable {
  final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));

  /** Without limits; what happens is heard by whoever asks. */
  final Events events = new Events();

  final Sessions sessions = new Sessions(Limits.NONE, events);

  Endpoint open(Function<ConnectionContext, Connection> factory) {
    return open(ConnectionBounds.DEFAULT, factory);
  }

  Endpoint open(ConnectionBounds bounds, Function<ConnectionContext, Connection> factory) {
    return await(SocketEndpoint.open("echo", listener(0, bounds, 100), vertx, sessions, factory));
  }

  static Listener listener(int port, ConnectionBounds bounds, int maxConnections) {
    return new Listener("local", "127.0.0.1", port, null, Tenant.DEFAULT, bounds, maxConnections);
  }

  static ConnectionBounds bounds(int maxUnanswered, int maxUnsent) {
    return new ConnectionBounds(
        1024 * 1024,
        maxUnanswered,
        maxUnsent,
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        Duration.ofMinutes(1));
  }

  static ConnectionBounds clocks(Duration idle, Duration frame, Duration write) {
    return new ConnectionBounds(1024 * 1024, 1024 * 1024, 1024 * 1024, idle, frame, write);
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}

package io.weir.amqp091;

import static io.weir.testing.Futures.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.weir.amqp091.connection.AmqpConnection;
import io.weir.core.event.Event;
import io.weir.core.event.Events;
import io.weir.core.limit.Limits;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Listener;
import io.weir.protocol.Sessions;
import io.weir.protocol.SocketEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The head alone, over queues without a log. */
public final class TestServer implements AutoCloseable {
  public static final UUID CLUSTER = new UUID(1, 2);

  public final List<Event> events = new CopyOnWriteArrayList<>();
  public final MemoryQueues queues = new MemoryQueues();

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));
  private final Sessions sessions;
  private final List<Endpoint> endpoints = new ArrayList<>();

  public TestServer() {
    this(ConnectionBounds.DEFAULT);
  }

  public TestServer(ConnectionBounds bounds) {
    Events told = new Events();
    told.listen(events::add);
    sessions = new Sessions(Limits.NONE, told);
    listen(listener("local", bounds));
  }

  public static Listener listener(String name, ConnectionBounds bounds) {
    return new Listener(name, "127.0.0.1", 0, null, Tenant.DEFAULT, bounds, 1_000);
  }

  /** Opens another listener. */
  public Endpoint listen(Listener listener) {
    Endpoint endpoint =
        await(
            SocketEndpoint.open(
                "amqp",
                listener,
                vertx,
                sessions,
                connection -> new AmqpConnection(connection, CLUSTER, queues)));
    endpoints.add(endpoint);
    return endpoint;
  }

  public Vertx vertx() {
    return vertx;
  }

  public Endpoint endpoint() {
    return endpoints.getFirst();
  }

  public int port() {
    return endpoint().port();
  }

  @Override
  public void close() {
    endpoints.forEach(it -> await(it.drain(Duration.ofSeconds(5))));
    await(vertx.close());
  }
}

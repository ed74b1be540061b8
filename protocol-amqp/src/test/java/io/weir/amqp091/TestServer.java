package io.weir.amqp091;

import static io.weir.testing.Futures.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.weir.amqp091.connection.AmqpConnection;
import io.weir.backend.Backend;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.kit.BackendFixture;
import io.weir.backend.reference.ReferenceBackends;
import io.weir.core.Core;
import io.weir.core.CoreOptions;
import io.weir.core.RunningCore;
import io.weir.core.event.Event;
import io.weir.core.queue.Queues;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Listener;
import io.weir.protocol.Sessions;
import io.weir.protocol.SocketEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway that speaks AMQP only, over the reference backend. */
public final class TestServer implements AutoCloseable {
  public final List<Event> events = new CopyOnWriteArrayList<>();
  public final PlantedQueues queues = new PlantedQueues();

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));
  private final BackendFixture storage =
      ReferenceBackends.storage(EnumSet.of(Feature.ATOMIC_APPEND));
  private final Backend backend;
  private final RunningCore core;
  private final Sessions sessions;
  private final Queues planted;
  private final List<Endpoint> endpoints = new ArrayList<>();

  public TestServer() {
    this(CoreOptions.DEFAULT, ConnectionBounds.DEFAULT);
  }

  public TestServer(ConnectionBounds bounds) {
    this(CoreOptions.DEFAULT, bounds);
  }

  public TestServer(CoreOptions options, ConnectionBounds bounds) {
    try {
      backend = storage.open(vertx);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    core = await(RunningCore.start(vertx, backend, options));
    core().events().listen(events::add);
    sessions = new Sessions(core().limits(), core().events());
    planted = queues.over(core().queues());
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
                connection -> new AmqpConnection(connection, core().cluster(), planted)));
    endpoints.add(endpoint);
    return endpoint;
  }

  public Sessions sessions() {
    return sessions;
  }

  public Vertx vertx() {
    return vertx;
  }

  public Core core() {
    return core.core();
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
    await(core.close());
    await(backend.close());
    await(vertx.close());
    try {
      storage.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

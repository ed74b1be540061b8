package io.weir.http;

import static io.weir.testing.Futures.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.weir.backend.Backend;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.kit.BackendFixture;
import io.weir.backend.reference.ReferenceBackends;
import io.weir.core.Core;
import io.weir.core.CoreOptions;
import io.weir.core.RunningCore;
import io.weir.core.event.Event;
import io.weir.core.tenant.Tenant;
import io.weir.http.command.Budget;
import io.weir.http.connection.HttpLoopServer;
import io.weir.protocol.Authentication;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Listener;
import io.weir.protocol.ProtocolContext;
import io.weir.protocol.Sessions;
import io.weir.protocol.SharedPort;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The HTTP head over a core over the reference backend, on a free port. */
public final class TestServer implements AutoCloseable {
  public final List<Event> events = new CopyOnWriteArrayList<>();
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));
  private final BackendFixture storage = ReferenceBackends.storage(EnumSet.allOf(Feature.class));
  private final Backend backend;
  private final RunningCore running;
  public final Sessions sessions;
  public Endpoint endpoint;

  public TestServer() {
    this(CoreOptions.DEFAULT, ConnectionBounds.DEFAULT, backend -> backend);
  }

  public TestServer(ConnectionBounds bounds) {
    this(CoreOptions.DEFAULT, bounds, backend -> backend);
  }

  public TestServer(CoreOptions options, ConnectionBounds bounds, UnaryOperator<Backend> around) {
    this(around, options);
    endpoint = await(new HttpProtocol().open(listener(bounds), context()));
  }

  /**
   * One that asks who comes.
   *
   * @param authentication made with the server's Vert.x
   */
  public TestServer(Function<Vertx, Authentication> authentication) {
    this(backend -> backend, CoreOptions.DEFAULT);
    var listener =
        new Listener("guarded", "127.0.0.1", 0, null, Tenant.DEFAULT, ConnectionBounds.DEFAULT, 50)
            .withAuthentication(authentication.apply(vertx));
    endpoint = await(new HttpProtocol().open(listener, context()));
  }

  /**
   * One with a listener of its own.
   *
   * @param listener made with the server's Vert.x
   */
  public TestServer(CoreOptions options, Function<Vertx, Listener> listener) {
    this(options, listener, backend -> backend);
  }

  public TestServer(
      CoreOptions options, Function<Vertx, Listener> listener, UnaryOperator<Backend> around) {
    this(around, options);
    endpoint = await(new HttpProtocol().open(listener.apply(vertx), context()));
  }

  public TestServer(Budget budget) {
    this(backend -> backend, CoreOptions.DEFAULT);
    endpoint =
        await(
            SharedPort.open(
                "http",
                listener(ConnectionBounds.DEFAULT),
                vertx,
                context().sessions(),
                port -> new HttpLoopServer(port, core(), budget)));
  }

  private TestServer(UnaryOperator<Backend> around, CoreOptions options) {
    try {
      backend = storage.open(vertx);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    running = await(RunningCore.start(vertx, around.apply(backend), options));
    core().events().listen(events::add);
    sessions = new Sessions(core().limits(), core().events());
  }

  private static Listener listener(ConnectionBounds bounds) {
    return new Listener("local", "127.0.0.1", 0, null, Tenant.DEFAULT, bounds, 50);
  }

  public Core core() {
    return running.core();
  }

  public int port() {
    return endpoint.port();
  }

  private ProtocolContext context() {
    return new ProtocolContext() {
      @Override
      public Vertx vertx() {
        return vertx;
      }

      @Override
      public Core core() {
        return running.core();
      }

      @Override
      public Sessions sessions() {
        return sessions;
      }

      @Override
      public <T extends Shared> Future<T> shared(Class<T> type, Supplier<Future<T>> make) {
        return make.get();
      }
    };
  }

  @Override
  public void close() {
    await(endpoint.drain(Duration.ofMillis(100)));
    await(running.close());
    await(backend.close());
    await(vertx.close());
  }
}

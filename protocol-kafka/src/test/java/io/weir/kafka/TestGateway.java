package io.weir.kafka;

import static io.weir.testing.Futures.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.weir.backend.Backend;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.TopicSettings;
import io.weir.backend.kit.BackendFixture;
import io.weir.backend.reference.ReferenceBackends;
import io.weir.core.Core;
import io.weir.core.CoreOptions;
import io.weir.core.RunningCore;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Listener;
import io.weir.protocol.ProtocolContext;
import io.weir.protocol.Sessions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A gateway that speaks Kafka only, over the reference backend. */
public final class TestGateway implements ProtocolContext, AutoCloseable {
  public final List<Event> events = new CopyOnWriteArrayList<>();

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));
  private final BackendFixture storage =
      ReferenceBackends.storage(EnumSet.of(Feature.ATOMIC_APPEND));
  private final CoreOptions options;
  private final ConnectionBounds bounds;
  private final UnaryOperator<Backend> before;
  private final Map<Class<?>, Future<?>> shared = new ConcurrentHashMap<>();
  private final AtomicInteger names = new AtomicInteger();

  private Backend backend;
  private RunningCore core;
  private Sessions sessions;
  private Endpoint endpoint;

  public TestGateway() {
    this(CoreOptions.DEFAULT, ConnectionBounds.DEFAULT);
  }

  public TestGateway(CoreOptions options, ConnectionBounds bounds) {
    this(options, bounds, backend -> backend);
  }

  /**
   * @param before what stands before the reference backend
   */
  public TestGateway(CoreOptions options, ConnectionBounds bounds, UnaryOperator<Backend> before) {
    this.options = options;
    this.bounds = bounds;
    this.before = before;
    start();
  }

  public int port() {
    return endpoint.port();
  }

  public String bootstrap() {
    return "127.0.0.1:" + port();
  }

  /** Ends it in order and starts it again on the same storage, and on a port that is free then. */
  public void restart() {
    stop();
    start();
  }

  /** Opens another listener of this gateway. */
  public Endpoint listen(Listener listener) {
    return await(new KafkaProtocol().open(listener, this));
  }

  private void start() {
    try {
      backend = before.apply(storage.open(vertx));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    core = await(RunningCore.start(vertx, backend, options));
    core.core().events().listen(events::add);
    sessions = new Sessions(core().limits(), core().events());
    endpoint = listen(listener("local", 0));
  }

  public Listener listener(String name, int port) {
    return new Listener(name, "127.0.0.1", port, null, Tenant.DEFAULT, bounds, 1_000);
  }

  /** A name that no topic had before. */
  public String newName() {
    return "topic-" + names.incrementAndGet();
  }

  public Topic newTopic(int partitions, TopicSettings settings) {
    return await(
        core()
            .topics()
            .create(
                Caller.internal(Tenant.DEFAULT), new TopicName(newName()), partitions, settings));
  }

  /** One of a tenant's. */
  public Topic newTopic(Tenant tenant, int partitions) {
    return await(
        core()
            .topics()
            .create(
                Caller.internal(tenant),
                new TopicName(newName()),
                partitions,
                TopicSettings.DEFAULT));
  }

  /** The topic of that name, created if there is none. */
  public Topic use(String name) {
    return await(
        core().topics().findOrCreate(Caller.internal(Tenant.DEFAULT), new TopicName(name)));
  }

  private void stop() {
    await(endpoint.drain(Duration.ofSeconds(5)));
    for (Future<?> it : shared.values()) {
      await(((Shared) await(it)).close());
    }
    shared.clear();
    await(core.close());
    await(backend.close());
  }

  @Override
  public Vertx vertx() {
    return vertx;
  }

  @Override
  public Core core() {
    return core.core();
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }

  @Override
  @SuppressWarnings("unchecked") // keyed by type
  public <T extends Shared> Future<T> shared(Class<T> type, Supplier<Future<T>> make) {
    return (Future<T>) shared.computeIfAbsent(type, key -> make.get());
  }

  @Override
  public void close() {
    stop();
    await(vertx.close());
    try {
      storage.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

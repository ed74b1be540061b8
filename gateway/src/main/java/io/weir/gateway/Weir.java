package io.weir.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.Backend;
import io.weir.core.Core;
import io.weir.core.RunningCore;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import io.weir.gateway.admin.AdminServer;
import io.weir.gateway.admin.Health;
import io.weir.gateway.admin.Metrics;
import io.weir.gateway.config.ListenerConfig;
import io.weir.gateway.config.TenantsReader;
import io.weir.gateway.config.WeirConfig;
import io.weir.protocol.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A running gateway. {@link #start} and {@link #close} block until it is done; neither may be
 * called on an event loop.
 */
public final class Weir implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Weir.class);

  /** The name of the gateway's own port among those of the protocols. */
  public static final String ADMIN = ListenerConfig.ADMIN;

  /** What each step of a stop may take beyond the grace that clients get. */
  private static final Duration STEP_TIME = Duration.ofSeconds(20);

  private final WeirConfig config;
  private final Health health = new Health();
  private final List<BoundPort> ports = new ArrayList<>();

  /** Looked through for the metrics while more are opened. */
  private final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();

  /** How to take down what stands, last first. */
  private final List<Step> teardown = new ArrayList<>();

  /**
   * Whether it ever stood; what is taken down after a start that failed is told by the failure
   * alone.
   */
  private boolean opened;

  private boolean closed;

  private Weir(WeirConfig config) {
    this.config = config;
  }

  /**
   * Starts a gateway with the protocols and backends on the class path.
   *
   * @return when all its ports are open
   * @throws SentenceException if the configuration is not valid, a port cannot be had, the log
   *     cannot be opened; everything that was begun is ended then
   */
  public static Weir start(WeirConfig config) {
    return start(config, Plugins.load());
  }

  static Weir start(WeirConfig config, Plugins plugins) {
    ConfigOption.orSentences(
        () -> {
          plugins.configReader().check(config);
          return config;
        });
    refuseTenants(plugins.tenantsReader(config));
    Weir weir = new Weir(config);
    try {
      weir.open(plugins);
      return weir;
    } catch (RuntimeException | Error e) {
      weir.close();
      throw e;
    }
  }

  /** Whoever wrote files for tenants relies on what they say, and nothing carries it out yet. */
  private static void refuseTenants(TenantsReader reader) {
    int tenants = ConfigOption.orSentences(reader::read).size();
    if (tenants > 0) {
      throw new SentenceException(
          "there are files of %d tenants in %s, which this version checks and does not serve yet; start it without them"
              .formatted(tenants, reader.directory()));
    }
  }

  /** All open ports, in the order of the configuration. */
  public List<BoundPort> ports() {
    return List.copyOf(ports);
  }

  /**
   * The real port of a protocol, or of {@link #ADMIN}: the first, where several listeners have one.
   *
   * @throws IllegalArgumentException if none does
   */
  public int port(String protocol) {
    return ports.stream()
        .filter(port -> port.protocol().equals(protocol))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no listener has a port for " + protocol))
        .address()
        .port();
  }

  /** Where the data lies. */
  public Path data() {
    return config.data();
  }

  /** Whether nothing is written to disk. */
  public boolean isEphemeral() {
    return config.ephemeral();
  }

  private void open(Plugins plugins) {
    Vertx vertx = Loops.start();
    teardown.add(new Step("threads", vertx::close));
    Placement placement = Placement.of(Map.of(Tenant.DEFAULT, List.of()));
    Opening opening = new Opening(config, plugins, vertx, placement);
    Backend backend = finish(opening.backend());
    teardown.add(new Step("log", backend::close));
    health.watch(backend::trouble);
    RunningCore running = finish(opening.core(backend));
    teardown.add(new Step("core", running::close));
    Core core = running.core();
    Metrics metrics = new Metrics(() -> endpoints, backend::measures);
    core.events().listen(metrics);
    SharedParts shared = new SharedParts(vertx, core);
    teardown.add(new Step("shared parts", shared::close));
    teardown.add(new Step("connections", this::drain));
    finish(opening.topics(core));
    for (Opening.Port port : opening.ports()) {
      Future<Endpoint> endpoint =
          port.isAdmin()
              ? AdminServer.open(port.listener(), vertx, shared.sessions(), health, metrics)
              : port.protocol().open(port.listener(), shared);
      Endpoint opened = finish(endpoint);
      endpoints.add(opened);
      ports.add(port.bound(opened));
    }
    opened = true;
    health.become(Health.State.READY);
  }

  private Future<Void> drain() {
    return Future.join(
            endpoints.stream().map(endpoint -> endpoint.drain(config.stopTime())).toList())
        .mapEmpty();
  }

  /**
   * Stops in order: no new connections, clients finish what they have begun, then what is shared,
   * the core, the log. Says each step in the log. Idempotent.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    health.become(Health.State.STOPPING);
    for (Step step : teardown.reversed()) {
      take(step);
    }
    LOG.atLevel(told()).log("Stopped");
  }

  private Level told() {
    return opened ? Level.INFO : Level.DEBUG;
  }

  private void take(Step step) {
    try {
      LOG.debug("Closing: {}", step.what());
      step.close()
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience(), TimeUnit.MILLISECONDS);
      LOG.atLevel(told()).log("Closed: {}", step.what());
    } catch (ExecutionException e) {
      LOG.error("Closing failed: {}", step.what(), e.getCause());
    } catch (TimeoutException e) {
      LOG.error("Closing took too long and was left behind: {}", step.what());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.error("Closing was interrupted: {}", step.what());
    }
  }

  private long patience() {
    return config.stopTime().plus(STEP_TIME).toMillis();
  }

  /** Waits for a step of the start; what failed is told as a sentence. */
  private static <T> T finish(Future<T> step) {
    try {
      return step.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw Sentences.of(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SentenceException("interrupted while starting");
    }
  }

  private record Step(String what, Closing close) {}

  @FunctionalInterface
  private interface Closing {
    Future<Void> close();
  }
}

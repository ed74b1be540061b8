package io.weir.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.Backend;
import io.weir.backend.Measure;
import io.weir.core.Core;
import io.weir.core.RunningCore;
import io.weir.core.definition.TenantDefinition;
import io.weir.core.tenant.Tenant;
import io.weir.gateway.admin.AdminServer;
import io.weir.gateway.admin.Api;
import io.weir.gateway.admin.Health;
import io.weir.gateway.admin.Metrics;
import io.weir.gateway.audit.AuditLog;
import io.weir.gateway.config.ListenerConfig;
import io.weir.gateway.config.TenantsPolling;
import io.weir.gateway.config.TenantsReader;
import io.weir.gateway.config.TenantsWatch;
import io.weir.gateway.config.WeirConfig;
import io.weir.gateway.management.AlarmRoutes;
import io.weir.gateway.management.ConnectionRoutes;
import io.weir.gateway.management.ManagementApi;
import io.weir.gateway.management.TopologyRoutes;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Sessions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
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

  /** How often it is said what was left out of the audit log. */
  private static final long AUDIT_MILLIS = 1_000;

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
    TenantsReader reader = plugins.tenantsReader(config);
    Map<Tenant, TenantDefinition> tenants = ConfigOption.orSentences(reader::read);
    Weir weir = new Weir(config);
    try {
      weir.open(plugins, reader, tenants);
      return weir;
    } catch (RuntimeException | Error e) {
      weir.close();
      throw e;
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

  private void open(Plugins plugins, TenantsReader reader, Map<Tenant, TenantDefinition> tenants) {
    Vertx vertx = Loops.start();
    teardown.add(new Step("threads", vertx::close));
    Opening opening = new Opening(config, plugins, vertx);
    Backend backend = finish(opening.backend());
    teardown.add(new Step("log", backend::close));
    health.watch(backend::trouble);
    CoreRules rules = opening.rules();
    RunningCore running = finish(RunningCore.start(vertx, backend, plugins.tell(rules.options())));
    teardown.add(new Step("core", running::close));
    Core core = running.core();
    audit(core, vertx);
    Tenancy tenancy = new Tenancy(config, vertx, rules, running.secret());
    teardown.add(new Step("credentials", tenancy::close));
    tenancy.apply(tenants);
    DeclaredTopics topics = new DeclaredTopics(core.topics());
    orSentences(topics.create(Tenant.DEFAULT, opening.topics()));
    orSentences(topics.create(tenants.values()));
    DeclaredSpaces spaces = new DeclaredSpaces(core.queues());
    orSentences(spaces.create(tenants.values()));
    SharedParts shared = new SharedParts(vertx, core);
    Reload reload = new Reload(tenancy, topics, spaces, shared.sessions());
    TenantsWatch watch = new TenantsWatch(reader, tenants, reload, core.events());
    Metrics metrics =
        new Metrics(
            () -> endpoints, measures(backend, watch, tenancy, shared.sessions()), core.limits());
    core.events().listen(metrics);
    teardown.add(new Step("shared parts", shared::close));
    teardown.add(new Step("connections", this::drain));
    Api api =
        new ManagementApi(
            new ConnectionRoutes(shared.sessions()),
            new AlarmRoutes(rules.limits().alarms()),
            new TopologyRoutes(core.queues()));
    openPorts(opening.ports(tenancy), shared, metrics, api);
    TenantsPolling polling = TenantsPolling.start(vertx, watch);
    teardown.add(new Step("tenants' files", polling::close));
    warn(tenancy);
    opened = true;
    health.become(Health.State.READY);
  }

  private void audit(Core core, Vertx vertx) {
    AuditLog audit = new AuditLog();
    core.events().listen(audit);
    long timer = vertx.setPeriodic(AUDIT_MILLIS, due -> audit.flush());
    teardown.add(
        new Step(
            "audit log",
            () -> {
              vertx.cancelTimer(timer);
              audit.close();
              return Future.succeededFuture();
            }));
  }

  private void openPorts(List<Opening.Port> wanted, SharedParts shared, Metrics metrics, Api api) {
    for (Opening.Port port : wanted) {
      Future<Endpoint> endpoint =
          port.isAdmin()
              ? AdminServer.open(
                  port.listener(), shared.vertx(), shared.sessions(), health, metrics, api)
              : port.protocol().open(port.listener(), shared);
      Endpoint opened = finish(endpoint);
      endpoints.add(opened);
      ports.add(port.bound(opened));
    }
  }

  private static Supplier<List<Measure>> measures(
      Backend backend, TenantsWatch watch, Tenancy tenancy, Sessions sessions) {
    return () -> {
      List<Measure> measures = new ArrayList<>(backend.measures());
      measures.addAll(watch.measures());
      measures.addAll(tenancy.measures());
      measures.add(
          new Measure(
              "sessions_ended",
              Measure.Kind.COUNTER,
              "Connections ended because a change of tenants' files took their right to be there.",
              sessions.ended()));
      return measures;
    };
  }

  private static void warn(Tenancy tenancy) {
    tenancy
        .listenersForNobody()
        .forEach(
            listener ->
                LOG.warn(
                    "Listener '{}' asks for credentials, and no tenant that is reached there has a user: nobody can come in",
                    listener));
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

  /** Waits for a step of the start that says what failed in it. */
  private static void orSentences(Future<List<String>> step) {
    List<String> failed = finish(step);
    if (!failed.isEmpty()) {
      throw new SentenceException(failed);
    }
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

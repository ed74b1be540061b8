package io.weir.protocol;

import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.weir.core.event.Event.Why;
import io.weir.core.place.Ingress;
import io.weir.core.place.Placed;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.tls.LiveTls;
import io.weir.protocol.tls.Tls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A port whose connections every event loop of the Vert.x instance takes in turn; a connection
 * stays on its loop for life. There are as many loops as the machine has cores, where the gateway
 * made the instance: connections never wait for a thread that waits for something else, so more
 * would only take turns.
 */
public final class SharedPort implements Endpoint {
  /** Vert.x lets servers share a free port if they ask for the same negative number. */
  private static final AtomicInteger FREE_PORTS = new AtomicInteger();

  private static final AtomicLong CONNECTIONS = new AtomicLong();

  /** One loop's server of the port, before it listens. */
  @FunctionalInterface
  public interface LoopServer {
    /**
     * Begins to take connections. Called once, on the server's loop.
     *
     * @param port the port, or a negative number that stands for the same free port on all loops
     */
    Future<Listening> listen(int port, String host);
  }

  /**
   * One loop's server that takes connections.
   *
   * @param port the real port
   * @param drain takes no more, has every connection drain, ends those that are left after the
   *     grace period, completes when all are gone; any thread calls it
   */
  public record Listening(int port, Function<Duration, Future<Void>> drain) {}

  private final String protocol;
  private final Listener listener;
  private final Vertx vertx;
  private final Sessions sessions;
  private final LimitedLog log;
  private final @Nullable LiveTls tls;
  private final AtomicInteger open = new AtomicInteger();
  private final List<Listening> servers = new CopyOnWriteArrayList<>();
  private volatile @Nullable String deployment;
  private @Nullable Future<Void> drained;

  private SharedPort(
      String protocol, Listener listener, Vertx vertx, Sessions sessions, @Nullable LiveTls tls) {
    this.protocol = protocol;
    this.listener = listener;
    this.vertx = vertx;
    this.sessions = sessions;
    this.tls = tls;
    this.log = new LimitedLog(LoggerFactory.getLogger("io.weir." + protocol));
  }

  /**
   * Opens a port.
   *
   * @param protocol its name, the key under {@code ports} in {@code weir.yaml}
   * @param sessions of the gateway
   * @param factory makes a server for a loop; called once for each
   * @return completes when connections are taken; fails with {@link ListenException}
   */
  public static Future<Endpoint> open(
      String protocol,
      Listener listener,
      Vertx vertx,
      Sessions sessions,
      Function<SharedPort, LoopServer> factory) {
    LiveTls.Reloads reloads =
        isTaken -> sessions.reloadedCertificates(listener.name(), protocol, isTaken);
    return tls(listener, vertx, reloads)
        .map(tls -> new SharedPort(protocol, listener, vertx, sessions, tls.orElse(null)))
        .compose(shared -> shared.deploy(factory))
        .recover(cause -> Future.failedFuture(ListenException.of(protocol, listener, cause)));
  }

  private static Future<Optional<LiveTls>> tls(
      Listener listener, Vertx vertx, LiveTls.Reloads reloads) {
    Tls tls = listener.entrance().tls();
    return tls == null
        ? Future.succeededFuture(Optional.empty())
        : LiveTls.open(listener.name(), tls, vertx, reloads).map(Optional::of);
  }

  private Future<Endpoint> deploy(Function<SharedPort, LoopServer> factory) {
    int port = listener.port() == 0 ? -FREE_PORTS.incrementAndGet() : listener.port();
    return vertx
        .deployVerticle(
            () -> deployable(factory, port),
            new DeploymentOptions().setInstances(eventLoops(vertx)))
        .<Endpoint>map(
            id -> {
              deployment = id;
              return this;
            })
        .onFailure(failed -> closeTls());
  }

  @Override
  public int port() {
    return servers.getFirst().port();
  }

  @Override
  public int connections() {
    return open.get();
  }

  @Override
  public synchronized Future<Void> drain(Duration grace) {
    if (drained == null) {
      drained =
          Future.all(servers.stream().map(server -> server.drain().apply(grace)).toList())
              .eventually(() -> vertx.undeploy(deployment))
              .onComplete(gone -> closeTls())
              .mapEmpty();
    }
    return drained;
  }

  public String protocol() {
    return protocol;
  }

  public Listener listener() {
    return listener;
  }

  public Vertx vertx() {
    return vertx;
  }

  /** For what clients cause, and for defects that end a connection. */
  public LimitedLog log() {
    return log;
  }

  /** A name for a connection in logs, unique in the process. */
  public String newConnectionId() {
    return protocol + "-" + CONNECTIONS.incrementAndGet();
  }

  /**
   * Counts one more connection, unless there are as many as there may be: then it is to be closed,
   * and the log says so.
   */
  public boolean admit(Channel channel) {
    if (open.incrementAndGet() <= listener.maxConnections()) {
      return true;
    }
    open.decrementAndGet();
    String reason =
        "listener '%s' has its %d connections"
            .formatted(listener.name(), listener.maxConnections());
    log.client("{} from {} turned away: {}", protocol, channel.remoteAddress(), reason);
    if (channel.remoteAddress() instanceof InetSocketAddress peer
        && channel.localAddress() instanceof InetSocketAddress local) {
      turnedAway(Ingress.direct(listener.name(), peer, local), Why.CONNECTIONS, reason);
    }
    return false;
  }

  /** Tells whoever listens that a connection does not come in. */
  void turnedAway(Ingress ingress, Why why, String reason) {
    sessions.turnedAway(ingress, protocol, why, reason);
  }

  /**
   * Makes what says who is in by a connection: nobody yet.
   *
   * @param id the connection's
   * @param context of its event loop
   * @param end ends the connection, with a sentence for the log; called on its event loop
   */
  public ConnectionSession session(
      String id, Ingress ingress, Context context, Consumer<String> end) {
    return new ConnectionSession(sessions, listener, protocol, id, ingress, context, end);
  }

  /** The counterpart of {@link #admit}. */
  public void left() {
    open.decrementAndGet();
  }

  /**
   * Leads a connection through the listener's entrance: a balancer's header, TLS, and what these
   * say of its tenant. Called once, on the connection's loop, by whoever has put into the channel's
   * pipeline those who take the protocol's bytes; what the connection passes is put before them,
   * and they see nothing of it but the protocol.
   *
   * <p>Where everybody is let in, a connection is now in the listener's tenant, or refused. Where
   * credentials are asked, everybody goes on: whoever belongs nowhere finds out when it shows some,
   * and hears what others hear whose are wrong.
   *
   * @param id the connection's, for the log
   * @param then called on the connection's loop, before the protocol's first byte; not called if
   *     the connection is refused, which is then closed, with the reason in the log
   */
  public void receive(Channel channel, String id, Consumer<Placed> then) {
    if (channel.remoteAddress() instanceof InetSocketAddress peer
        && channel.localAddress() instanceof InetSocketAddress local) {
      new Arrival(this, tls, channel, id, peer, local, way -> place(channel, id, way, then))
          .begin();
    } else {
      channel.close(); // It is gone already.
    }
  }

  private void place(Channel channel, String id, Ingress way, Consumer<Placed> then) {
    Placement placement = listener.entrance().placement();
    Placed placed = placement.place(way);
    switch (listener.authentication()) {
      case Authentication.Credentials credentials -> then.accept(placed);
      case Authentication.Open(Tenant anonymous)
          when placement.claim(placed, anonymous) instanceof Placed.In in ->
          then.accept(in);
      case Authentication.Open open -> {
        String reason = "by this way it reaches no tenant";
        log.client("{} from {} refused: {}", id, way, reason);
        turnedAway(way, Why.PLACEMENT, reason);
        channel.close();
      }
    }
  }

  private void closeTls() {
    if (tls != null) {
      tls.close();
    }
  }

  private Deployable deployable(Function<SharedPort, LoopServer> factory, int port) {
    LoopServer server = factory.apply(this);
    return context -> server.listen(port, listener.host()).map(servers::add);
  }

  private static int eventLoops(Vertx vertx) {
    int loops = 0;
    for (var ignored : ((VertxInternal) vertx).eventLoopGroup()) {
      loops++;
    }
    return loops;
  }
}

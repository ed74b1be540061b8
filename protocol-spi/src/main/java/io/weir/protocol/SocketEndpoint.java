package io.weir.protocol;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * An open port for a protocol over plain sockets. The protocol brings a {@link Connection} per
 * socket; sockets, bounds, timeouts, gathering of writes, draining and the guard against what a
 * protocol throws are here.
 *
 * <p>Every event loop of the Vert.x instance takes connections of the one port in turn; a
 * connection stays on its loop for life.
 */
public final class SocketEndpoint implements Endpoint {
  /** Vert.x lets servers share a free port if they ask for the same negative number. */
  private static final AtomicInteger FREE_PORTS = new AtomicInteger();

  private final String protocol;
  private final Listener listener;
  private final Vertx vertx;
  private final Function<ConnectionContext, Connection> factory;
  private final LimitedLog log = new LimitedLog(LoggerFactory.getLogger(SocketEndpoint.class));
  private final AtomicInteger open = new AtomicInteger();
  private final List<Acceptor> acceptors = new CopyOnWriteArrayList<>();
  private volatile @Nullable String deployment;
  private @Nullable Future<Void> drained;

  private SocketEndpoint(
      String protocol,
      Listener listener,
      Vertx vertx,
      Function<ConnectionContext, Connection> factory) {
    this.protocol = protocol;
    this.listener = listener;
    this.vertx = vertx;
    this.factory = factory;
  }

  /**
   * Opens a port.
   *
   * @param protocol its name, the key under {@code ports} in {@code weir.yaml}
   * @param factory called for each new connection, on its event loop; what it throws ends that
   *     connection
   * @return completes when connections are taken; fails with {@link ListenException}
   */
  public static Future<Endpoint> open(
      String protocol,
      Listener listener,
      Vertx vertx,
      Function<ConnectionContext, Connection> factory) {
    var endpoint = new SocketEndpoint(protocol, listener, vertx, factory);
    int port = listener.port() == 0 ? -FREE_PORTS.incrementAndGet() : listener.port();
    return vertx
        .deployVerticle(
            () -> endpoint.acceptor(port), new DeploymentOptions().setInstances(eventLoops(vertx)))
        .<Endpoint>map(
            id -> {
              endpoint.deployment = id;
              return endpoint;
            })
        .recover(cause -> Future.failedFuture(ListenException.of(protocol, listener, cause)));
  }

  @Override
  public int port() {
    return acceptors.getFirst().port();
  }

  @Override
  public int connections() {
    return open.get();
  }

  @Override
  public synchronized Future<Void> drain(Duration grace) {
    if (drained == null) {
      drained =
          Future.all(acceptors.stream().map(acceptor -> acceptor.drain(grace)).toList())
              .eventually(() -> vertx.undeploy(deployment))
              .mapEmpty();
    }
    return drained;
  }

  private Acceptor acceptor(int port) {
    var acceptor = new Acceptor(this, port);
    acceptors.add(acceptor);
    return acceptor;
  }

  /** As many as the machine has cores, where the gateway made the Vert.x instance. */
  private static int eventLoops(Vertx vertx) {
    int loops = 0;
    for (var ignored : ((VertxInternal) vertx).eventLoopGroup()) {
      loops++;
    }
    return loops;
  }

  Listener listener() {
    return listener;
  }

  String protocol() {
    return protocol;
  }

  LimitedLog log() {
    return log;
  }

  Vertx vertx() {
    return vertx;
  }

  Connection connect(ConnectionContext context) {
    return factory.apply(context);
  }

  /** Takes one more connection, unless there are as many as there may be. */
  boolean admit() {
    if (open.incrementAndGet() <= listener.maxConnections()) {
      return true;
    }
    open.decrementAndGet();
    return false;
  }

  void left() {
    open.decrementAndGet();
  }
}

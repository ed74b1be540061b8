package io.weir.protocol;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's share of an endpoint: its server, its connections and the one timer that watches
 * over them.
 */
final class Acceptor implements Deployable {
  private final SocketEndpoint endpoint;
  private final int bindPort;
  private final long tickMillis;
  private final Set<SocketConnection> connections = new HashSet<>();
  private final Promise<Void> allLeft = Promise.promise();
  private @Nullable Context context;
  private @Nullable NetServer server;
  private boolean draining;
  private long lastTick;

  Acceptor(SocketEndpoint endpoint, int bindPort) {
    this.endpoint = endpoint;
    this.bindPort = bindPort;
    this.tickMillis = ConnectionClocks.interval(endpoint.listener().bounds()).toMillis();
  }

  @Override
  public Future<?> deploy(Context context) {
    this.context = context;
    lastTick = System.nanoTime();
    endpoint.vertx().setPeriodic(tickMillis, timer -> tick());
    NetServer opening =
        endpoint.vertx().createNetServer(new NetServerOptions().setTcpKeepAlive(true));
    server = opening;
    return opening
        .connectHandler(socket -> connected((ContextInternal) context, socket))
        .listen(bindPort, endpoint.listener().host());
  }

  int port() {
    return server().actualPort();
  }

  /**
   * Takes no more, has every connection drain, and ends after the grace period those that are left.
   * The sockets are gone when it completes.
   */
  Future<Void> drain(Duration grace) {
    return server()
        .shutdown(grace)
        .compose(
            closed -> {
              started(context)
                  .runOnContext(
                      last -> {
                        draining = true;
                        leaveIfLast();
                      });
              return allLeft.future();
            });
  }

  void left(SocketConnection connection) {
    connections.remove(connection);
    endpoint.left();
    leaveIfLast();
  }

  private void leaveIfLast() {
    if (draining && connections.isEmpty()) {
      allLeft.tryComplete();
    }
  }

  private void connected(ContextInternal context, NetSocket socket) {
    if (!endpoint.admit()) {
      endpoint
          .log()
          .client(
              "{} from {} turned away: listener '{}' has its {} connections",
              endpoint.protocol(),
              socket.remoteAddress(),
              endpoint.listener().name(),
              endpoint.listener().maxConnections());
      socket.close();
      return;
    }
    var connection = new SocketConnection(endpoint, this, context, socket.remoteAddress());
    connections.add(connection);
    socket.shutdownHandler(grace -> connection.drain());
    ((NetSocketInternal) socket)
        .channelHandlerContext()
        .pipeline()
        .addBefore("handler", "weir", connection);
  }

  private void tick() {
    long now = System.nanoTime();
    // A loop, or a machine, that slept must not blame its clients for the time.
    long passed = Math.min(now - lastTick, Duration.ofMillis(2 * tickMillis).toNanos());
    lastTick = now;
    for (SocketConnection connection : connections) {
      connection.tick(passed);
    }
  }

  private NetServer server() {
    return started(server);
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("not listening");
    }
    return part;
  }
}

package io.weir.protocol;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One event loop's share of a port for plain sockets. */
final class SocketServer implements SharedPort.LoopServer {
  private final SharedPort port;
  private final Function<ConnectionContext, Connection> factory;
  private @Nullable LoopConnections<SocketConnection> connections;
  private @Nullable NetServer server;

  SocketServer(SharedPort port, Function<ConnectionContext, Connection> factory) {
    this.port = port;
    this.factory = factory;
  }

  @Override
  public Future<?> listen(int number, String host) {
    var watched = new LoopConnections<SocketConnection>(port.vertx(), port.listener().bounds());
    var context = (ContextInternal) port.vertx().getOrCreateContext();
    NetServer opening = port.vertx().createNetServer(new NetServerOptions().setTcpKeepAlive(true));
    connections = watched;
    server = opening;
    return opening
        .connectHandler(socket -> connected(context, watched, socket))
        .listen(number, host);
  }

  @Override
  public int port() {
    return started(server).actualPort();
  }

  @Override
  public Future<Void> drain(Duration grace) {
    return started(server).shutdown(grace).compose(closed -> started(connections).allGone());
  }

  private void connected(
      ContextInternal context, LoopConnections<SocketConnection> watched, NetSocket socket) {
    if (!port.admit(socket.remoteAddress())) {
      socket.close();
      return;
    }
    var connection = new SocketConnection(port, watched, factory, context, socket.remoteAddress());
    watched.add(connection);
    socket.shutdownHandler(grace -> connection.drain());
    ((NetSocketInternal) socket)
        .channelHandlerContext()
        .pipeline()
        .addBefore("handler", "weir", connection);
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("not listening");
    }
    return part;
  }
}

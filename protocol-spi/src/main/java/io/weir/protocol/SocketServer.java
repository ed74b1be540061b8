package io.weir.protocol;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.function.Function;

/** One event loop's share of a port for plain sockets. */
final class SocketServer implements SharedPort.LoopServer {
  private final SharedPort port;
  private final Function<ConnectionContext, Connection> factory;

  SocketServer(SharedPort port, Function<ConnectionContext, Connection> factory) {
    this.port = port;
    this.factory = factory;
  }

  @Override
  public Future<SharedPort.Listening> listen(int number, String host) {
    var connections = new LoopConnections<SocketConnection>(port.vertx(), port.listener().bounds());
    var context = (ContextInternal) port.vertx().getOrCreateContext();
    return port.vertx()
        .createNetServer(new NetServerOptions().setTcpKeepAlive(true))
        .connectHandler(socket -> connected(context, connections, socket))
        .listen(number, host)
        .map(
            server ->
                new SharedPort.Listening(
                    server.actualPort(),
                    grace -> server.shutdown(grace).compose(closed -> connections.allGone())));
  }

  private void connected(
      ContextInternal context, LoopConnections<SocketConnection> connections, NetSocket socket) {
    Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
    if (!port.admit(channel)) {
      socket.close();
      return;
    }
    var connection =
        new SocketConnection(port, connections, factory, context, socket.remoteAddress());
    connections.add(connection);
    socket.shutdownHandler(grace -> connection.drain());
    channel.pipeline().addBefore("handler", "weir", connection);
    port.receive(channel, connection.id(), connection::arrived);
  }
}

package io.weir.tests.tenants;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * A way through the network: passes connections on from an address of its own, after bytes of its
 * own, as a balancer does.
 */
final class Relay implements AutoCloseable {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final ServerSocket server = new ServerSocket(0, 50, HERE);
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final InetAddress from;
  private final byte[] first;
  private final int to;

  /**
   * @param from the address that the other side sees
   * @param first what comes before all that clients send
   * @param to the port on this machine that they reach
   */
  Relay(InetAddress from, byte[] first, int to) throws IOException {
    this(from, port -> first, to);
  }

  /** The same, where what comes first names the port that clients reach. */
  Relay(InetAddress from, IntFunction<byte[]> first, int to) throws IOException {
    this.from = from;
    this.first = first.apply(port());
    this.to = to;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      }
    } catch (IOException closed) {
      // By whoever is done with it.
    }
  }

  private void connect(Socket client) {
    try {
      Socket gateway = new Socket();
      sockets.add(gateway);
      gateway.bind(new InetSocketAddress(from, 0));
      gateway.connect(new InetSocketAddress(HERE, to));
      gateway.getOutputStream().write(first);
      Thread.ofVirtual().start(() -> pass(gateway, client));
      pass(client, gateway);
    } catch (IOException gone) {
      end(client);
    }
  }

  private void pass(Socket source, Socket target) {
    try (source;
        target) {
      OutputStream out = target.getOutputStream();
      source.getInputStream().transferTo(out);
    } catch (IOException gone) {
      // One of them has gone, and now the other.
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Then it is as closed as it can be.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    sockets.forEach(Relay::end);
  }
}

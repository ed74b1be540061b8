package io.weir.bench.tenants;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Connections over loopback, from any of its sixteen million addresses. */
final class Loopback {
  static final InetAddress OTHERS = address(0);

  private static final int TIMEOUT_MILLIS = 20_000;

  private Loopback() {}

  /** The n-th address: 127.0.0.1 and those after it, which are counted against one by one. */
  static InetAddress address(int n) {
    int host = 1 + n;
    byte[] bytes = {127, (byte) (host >> 16), (byte) (host >> 8), (byte) host};
    try {
      return InetAddress.getByAddress(bytes);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Connects to a port of 127.0.0.1; a read that takes too long fails. */
  static Socket connect(InetAddress from, int port) throws IOException {
    var socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(from, 0));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(OTHERS, port), TIMEOUT_MILLIS);
      return socket;
    } catch (IOException e) {
      close(socket);
      throw e;
    }
  }

  /** Closes it, whatever state it is in. */
  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }
}

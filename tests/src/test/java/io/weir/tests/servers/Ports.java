package io.weir.tests.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports for servers that are stopped and come back on the same one. Taken below the range from
 * which the system gives ports to outgoing connections: a client that keeps trying a port of that
 * range while nobody listens there may be connected to itself, and then holds the port.
 *
 * <p>None is given twice: a test asks for many before anybody listens on the first.
 */
public final class Ports {
  private static final int FROM = 15_000;
  private static final int TO = 32_000;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  public static int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FROM, TO);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        if (GIVEN.add(port)) {
          return port;
        }
      } catch (IOException taken) {
        // Try another.
      }
    }
  }
}

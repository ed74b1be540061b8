package io.weir.tests.tenants;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A way to a port of the gateway: from where, through which balancer, in TLS under which name.
 *
 * @param port of one protocol on one listener
 * @param from the address that the gateway sees at the other end of the socket
 * @param header what a balancer says first
 * @param tls whether the gateway speaks TLS there
 * @param serverName what the client asks for in TLS
 */
record Way(
    int port,
    InetAddress from,
    @Nullable ProxyHeader header,
    boolean tls,
    @Nullable String serverName) {
  private static final int PATIENCE_MILLIS = 30_000;

  static Way direct(int port, InetAddress from) {
    return new Way(port, from, null, false, null);
  }

  /** The same in TLS. */
  Way inTls(@Nullable String name) {
    return new Way(port, from, header, true, name);
  }

  /** The same through a balancer on this machine. */
  Way behind(ProxyHeader said) {
    return new Way(port, InetAddress.getLoopbackAddress(), said, tls, serverName);
  }

  /**
   * A connection, on which a protocol is spoken next.
   *
   * @param identity whom the client trusts and what it shows, where there is TLS
   */
  Socket connect(SSLContext identity) throws IOException {
    Socket plain = new Socket();
    plain.bind(new InetSocketAddress(from, 0));
    plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    plain.setSoTimeout(PATIENCE_MILLIS);
    plain.setTcpNoDelay(true);
    if (header != null) {
      plain.getOutputStream().write(header.bytes());
    }
    return tls ? secured(plain, identity) : plain;
  }

  private Socket secured(Socket plain, SSLContext identity) throws IOException {
    SSLSocket secure =
        (SSLSocket) identity.getSocketFactory().createSocket(plain, "localhost", port, true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setServerNames(
        serverName == null ? List.of() : List.of(new SNIHostName(serverName)));
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }
}

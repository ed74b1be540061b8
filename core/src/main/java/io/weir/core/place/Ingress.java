package io.weir.core.place;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * How a connection reached the gateway. What a balancer says is in it only where the listener
 * trusts that balancer.
 *
 * @param listener the name of the listener in {@code weir.yaml}
 * @param source the client's address, as the balancer says; without one, the peer's
 * @param peer the other end of the socket: the balancer, or the client itself
 * @param destination the address that the client reached, as the balancer says; without one, this
 *     end of the socket
 * @param proxied whether a balancer stands between, and has said what is here
 * @param encrypted whether the client itself speaks TLS, to the gateway or to the balancer. What a
 *     balancer speaks on its own account does not count: where it says that its client came in the
 *     clear, that client did.
 * @param endpoint the private endpoint that it came through, as the balancer says
 * @param serverName the name that the client asked for in TLS (RFC 6066, section 3), in lower case;
 *     where the balancer ended TLS, what the balancer says
 * @param certificate the client's, which was verified by the gateway, or by the balancer where that
 *     ended TLS
 * @param uniqueId the balancer's name for the connection, for logs
 */
public record Ingress(
    String listener,
    InetSocketAddress source,
    InetSocketAddress peer,
    InetSocketAddress destination,
    boolean proxied,
    boolean encrypted,
    @Nullable EndpointId endpoint,
    @Nullable String serverName,
    @Nullable ClientCertificate certificate,
    @Nullable String uniqueId) {

  /** A connection that came without a balancer and without TLS. */
  public static Ingress direct(
      String listener, InetSocketAddress peer, InetSocketAddress destination) {
    return new Ingress(listener, peer, peer, destination, false, false, null, null, null, null);
  }

  /** The same, reached under a name. */
  public Ingress withServerName(@Nullable String name) {
    return new Ingress(
        listener,
        source,
        peer,
        destination,
        proxied,
        encrypted,
        endpoint,
        name,
        certificate,
        uniqueId);
  }

  /** The same, whose client speaks TLS. */
  public Ingress withTls(@Nullable ClientCertificate shown) {
    return new Ingress(
        listener, source, peer, destination, proxied, true, endpoint, serverName, shown, uniqueId);
  }

  /** For logs: the source, and whatever else is known. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(text(source));
    if (!source.equals(peer)) {
      text.append(" by ").append(text(peer));
    }
    if (endpoint != null) {
      text.append(" through ").append(endpoint);
    }
    if (uniqueId != null) {
      text.append(" as ").append(uniqueId);
    }
    return text.toString();
  }

  private static String text(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }
}

package io.weir.protocol.proxy;

import io.weir.core.place.EndpointId;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What a balancer says of a connection before its client's first byte. */
public sealed interface ProxyHeader {

  /**
   * The connection is the balancer's own, to see whether somebody answers: version 2's {@code
   * LOCAL}, version 1's {@code UNKNOWN}.
   */
  record HealthCheck() implements ProxyHeader {}

  /**
   * The connection is a client's.
   *
   * @param source the client's address
   * @param destination the address that it reached
   * @param endpoint the private endpoint that it came through
   * @param authority the host name that it asked for, in lower case
   * @param uniqueId the balancer's name for the connection, fit for logs
   * @param tls what the balancer says of the client's TLS; null if it says nothing, as those do
   *     that pass it on
   */
  record Client(
      InetSocketAddress source,
      InetSocketAddress destination,
      @Nullable EndpointId endpoint,
      @Nullable String authority,
      @Nullable String uniqueId,
      @Nullable ClientTls tls)
      implements ProxyHeader {}

  /**
   * What a balancer says of its client's TLS.
   *
   * @param isSpoken whether the client spoke it, to the balancer; else it came in the clear
   * @param commonName of the client's certificate, if it presented one that the balancer verified
   */
  record ClientTls(boolean isSpoken, @Nullable String commonName) {}
}

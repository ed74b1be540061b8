package io.weir.protocol;

import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.proxy.ProxyProtocol;
import io.weir.protocol.tls.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a connection to a listener passes before its protocol is spoken, in this order: a balancer's
 * header, TLS, and the finding of its tenant.
 *
 * @param proxyProtocol whether a balancer says who connects
 * @param tls null if the protocol is spoken in the clear
 * @param time within which a connection is through the header and the handshake
 * @param placement which tenant a connection belongs to
 */
public record Entrance(
    ProxyProtocol proxyProtocol, @Nullable Tls tls, Duration time, Placement placement) {
  private static final Duration STANDARD_TIME = Duration.ofSeconds(10);

  /** No header and no TLS, for one tenant. */
  public static Entrance open(Tenant tenant) {
    return new Entrance(
        ProxyProtocol.OFF, null, STANDARD_TIME, Placement.of(Map.of(tenant, List.of())));
  }
}

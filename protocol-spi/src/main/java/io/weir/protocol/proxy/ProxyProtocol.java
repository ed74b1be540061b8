package io.weir.protocol.proxy;

import io.weir.core.place.Cidr;
import java.net.InetAddress;
import java.util.List;

/**
 * Whether a balancer says who connects. It does for all connections of a listener or for none: on
 * one that took both, a client could say it of itself.
 *
 * @param isRequired whether every connection begins with a header
 * @param trusted where the balancers are that are believed; from anywhere else nothing is read
 */
public record ProxyProtocol(boolean isRequired, List<Cidr> trusted) {
  /** Connections are the clients' own. */
  public static final ProxyProtocol OFF = new ProxyProtocol(false, List.of());

  public ProxyProtocol {
    trusted = List.copyOf(trusted);
  }

  /** Whether a balancer at this address is believed. */
  public boolean trusts(InetAddress balancer) {
    return trusted.stream().anyMatch(range -> range.contains(balancer));
  }
}

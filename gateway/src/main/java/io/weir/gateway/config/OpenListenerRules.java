package io.weir.gateway.config;

import io.weir.core.tenant.Tenant;
import io.weir.gateway.config.ProxyProtocolConfig.Mode;
import io.weir.gateway.config.Rules.Breaks;
import io.weir.protocol.Loopback;

/** Who is asked for nothing must be on this machine, and seen to be. */
final class OpenListenerRules {
  private final int listener;
  private final Breaks to;

  /**
   * @param listener its number
   */
  OpenListenerRules(int listener, Breaks to) {
    this.listener = listener;
    this.to = to;
  }

  void check(ListenerConfig config) {
    boolean isLocal = Loopback.isHost(config.bind());
    boolean isProxied = config.proxyProtocol().mode() == Mode.REQUIRED;
    config.anonymous().ifPresent(tenant -> anonymous(tenant, config.bind(), isLocal, isProxied));
    if (config.ports().containsKey(ListenerConfig.ADMIN)) {
      admin(config.bind(), isLocal, isProxied);
    }
  }

  private void anonymous(String tenant, String bind, boolean isLocal, boolean isProxied) {
    if (!Tenant.isName(tenant)) {
      to.breaks(
          "'%s' is no name of a tenant: 1 to 63 lower-case letters, digits and hyphens"
              .formatted(tenant),
          "listeners",
          listener,
          "anonymous");
    }
    if (!isLocal) {
      to.breaks(
          "'%s' can be reached from other machines, and nobody is asked for credentials here; leave 'anonymous' out, or bind to 127.0.0.1"
              .formatted(bind),
          "listeners",
          listener,
          "bind");
    }
    if (isProxied) {
      to.breaks(
          "a balancer brings anybody, and nobody is asked for credentials here; leave out 'anonymous', or proxyProtocol",
          "listeners",
          listener,
          "anonymous");
    }
  }

  private void admin(String bind, boolean isLocal, boolean isProxied) {
    if (!isLocal) {
      to.breaks(
          "'%s' can be reached from other machines, and the admin port asks nobody for credentials; give it a listener of its own on 127.0.0.1"
              .formatted(bind),
          "listeners",
          listener,
          "ports",
          ListenerConfig.ADMIN);
    }
    if (isProxied) {
      to.breaks(
          "a balancer brings anybody, and the admin port asks nobody for credentials; give it a listener of its own without proxyProtocol",
          "listeners",
          listener,
          "ports",
          ListenerConfig.ADMIN);
    }
  }
}

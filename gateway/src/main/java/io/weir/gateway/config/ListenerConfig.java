package io.weir.gateway.config;

import io.weir.core.tenant.Tenant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An address, and what is spoken there. */
public record ListenerConfig(
    @Setting(about = "Names the listener in logs and messages.") String name,
    @Setting(
            about =
                "The address to listen on. With `anonymous`, or a port for admin, only loopback is allowed.",
            standard = "127.0.0.1")
        String bind,
    @Setting(
            about = "The port of each protocol spoken here; 0 takes any that is free.",
            min = 0,
            max = 65_535)
        Map<String, Integer> ports,
    @Setting(
            about =
                "The tenant of all who connect here: nobody is asked for credentials, so loopback only. Without it, everybody is.")
        Optional<String> anonymous,
    @Setting(
            about =
                "What clients are told to connect to, as host:port by protocol, where that is not the address they came to.",
            standard = "{}")
        Map<String, Authority> advertised,
    @Setting(about = "What connections may take here.", standard = "{}") LimitsConfig limits,
    @Setting(about = "TLS, on all its ports.", standard = "{}") TlsConfig tls,
    @Setting(about = "Whether balancers say who connects.", standard = "{}")
        ProxyProtocolConfig proxyProtocol) {

  /** The name of the gateway's own port among those of the protocols. */
  public static final String ADMIN = "admin";

  public ListenerConfig {
    // In the order of the file.
    ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
    advertised = Collections.unmodifiableMap(new LinkedHashMap<>(advertised));
  }

  /** One that speaks in the clear, with clients themselves, and asks none of them who it is. */
  public ListenerConfig(
      String name,
      String bind,
      Map<String, Integer> ports,
      String anonymous,
      Map<String, Authority> advertised,
      LimitsConfig limits) {
    this(
        name,
        bind,
        ports,
        Optional.of(anonymous),
        advertised,
        limits,
        TlsConfig.OFF,
        ProxyProtocolConfig.OFF);
  }

  /** Whether a protocol is spoken here whose clients are asked for credentials. */
  public boolean asksForCredentials() {
    return anonymous.isEmpty() && ports.keySet().stream().anyMatch(name -> !name.equals(ADMIN));
  }

  /** Whether everybody who connects here is in this tenant, without being asked. */
  boolean isAnonymousIn(Tenant tenant) {
    return anonymous.equals(Optional.of(tenant.name()));
  }
}

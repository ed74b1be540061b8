package io.weir.core.place;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A way by which a tenant may be reached: connections to a listener, or only those of them that
 * come from a range, through an endpoint, under a name. What is not given is not asked for, with
 * one exception: who comes through an endpoint matches only networks that name this endpoint.
 *
 * @param listener its name in {@code weir.yaml}
 * @param source where clients are
 * @param endpoint the private endpoint that they come through
 * @param serverName the name under which they reach the gateway, in lower case
 * @param advertised what they are told to connect to, by protocol, where that is not what the
 *     listener advertises
 */
public record Network(
    String listener,
    @Nullable Cidr source,
    @Nullable EndpointId endpoint,
    @Nullable String serverName,
    Map<String, HostAndPort> advertised) {

  public Network {
    serverName = serverName == null ? null : serverName.toLowerCase(Locale.ROOT);
    advertised = Map.copyOf(advertised);
  }

  /** Whether it is the whole listener. */
  boolean isWhole() {
    return source == null && endpoint == null && serverName == null;
  }

  /** Whether a connection comes by this way. */
  boolean matches(Ingress ingress) {
    return listener.equals(ingress.listener())
        && Objects.equals(endpoint, ingress.endpoint())
        && (source == null || source.contains(ingress.source().getAddress()))
        && (serverName == null || serverName.equals(ingress.serverName()));
  }
}

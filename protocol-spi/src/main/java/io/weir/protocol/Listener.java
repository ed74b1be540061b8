package io.weir.protocol;

import io.weir.core.auth.Outcome.Admitted;
import io.weir.core.place.HostAndPort;
import io.weir.core.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint listens, and what it is to clients.
 *
 * @param name of the listener in {@code weir.yaml}
 * @param host the address to bind
 * @param port the port to bind, 0 for any that is free
 * @param advertised what clients are told to connect to; null means the address they came to, with
 *     the real port
 * @param bounds what each connection may take
 * @param maxConnections how many there may be at once; who comes after them is turned away, with a
 *     line in the log
 * @param entrance what a connection passes before its protocol is spoken
 * @param authentication whether clients say who they are
 */
public record Listener(
    String name,
    String host,
    int port,
    @Nullable HostAndPort advertised,
    ConnectionBounds bounds,
    int maxConnections,
    Entrance entrance,
    Authentication authentication) {

  /** One that is entered without anything, by its tenant alone. */
  public Listener(
      String name,
      String host,
      int port,
      @Nullable HostAndPort advertised,
      Tenant anonymous,
      ConnectionBounds bounds,
      int maxConnections) {
    this(
        name,
        host,
        port,
        advertised,
        bounds,
        maxConnections,
        Entrance.open(anonymous),
        new Authentication.Open(anonymous));
  }

  /** The same, entered otherwise. */
  public Listener withEntrance(Entrance other) {
    return new Listener(
        name, host, port, advertised, bounds, maxConnections, other, authentication);
  }

  /** The same, that wants to know something else of who comes. */
  public Listener withAuthentication(Authentication other) {
    return new Listener(name, host, port, advertised, bounds, maxConnections, entrance, other);
  }

  /** Whether somebody who is in by this listener would be let in now. */
  boolean stands(Admitted who) {
    return switch (authentication) {
      case Authentication.Open open ->
          entrance.placement().reaches(who.tenant(), who.placed().ingress());
      case Authentication.Credentials credentials -> credentials.authenticator().stands(who);
    };
  }
}

package io.weir.protocol;

import io.weir.core.auth.Attempt;
import io.weir.core.auth.Authenticator;
import io.weir.core.place.Ingress;
import io.weir.core.tenant.Tenant;

/** What a listener wants to know of who comes. */
public sealed interface Authentication {

  /**
   * Nothing. For loopback alone, without a balancer.
   *
   * @param anonymous the tenant of everybody who comes
   */
  record Open(Tenant anonymous) implements Authentication {}

  /**
   * Who it is, before anything else. A client that has not proved it within {@link
   * ConnectionBounds#frameTime} is let go of.
   *
   * @param authenticator says
   */
  record Credentials(Authenticator authenticator) implements Authentication {

    /**
     * What a client does when it proves itself. It may show a password in clear where it speaks
     * TLS, or is on this machine without a balancer in between: whom that speaks for is elsewhere.
     */
    public Attempt attempt(Ingress ingress) {
      boolean local = !ingress.proxied() && ingress.peer().getAddress().isLoopbackAddress();
      return new Attempt(ingress, ingress.encrypted() || local);
    }
  }
}

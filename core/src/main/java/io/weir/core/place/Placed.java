package io.weir.core.place;

import io.weir.core.tenant.Tenant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection's tenant. Whoever authenticates asks {@link Placement#login} in
 * every case and goes on with the tenant it is given: one that was refused is in {@link
 * Placement#NOWHERE}, where nobody can authenticate, so that a refusal takes the steps of a wrong
 * password.
 */
public sealed interface Placed {

  /** How the connection came. */
  Ingress ingress();

  /** What its client is told to connect to for a protocol, if its network says. */
  default Optional<HostAndPort> advertised(String protocol) {
    return Optional.empty();
  }

  /**
   * It is one tenant's.
   *
   * @param network the way by which it came, or null for a tenant that may be reached by any
   */
  record In(Ingress ingress, Tenant tenant, @Nullable Network network) implements Placed {
    @Override
    public Optional<HostAndPort> advertised(String protocol) {
      return network == null
          ? Optional.empty()
          : Optional.ofNullable(network.advertised().get(protocol));
    }
  }

  /** Nothing names its tenant yet: what its client says when it authenticates will. */
  record Open(Ingress ingress) implements Placed {}

  /** What is known contradicts itself, or names nobody. */
  record Refused(Ingress ingress) implements Placed {}
}

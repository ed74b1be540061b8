package io.weir.core.auth;

import io.weir.core.place.Ingress;
import java.net.InetAddress;

/**
 * From where somebody tries to come in.
 *
 * @param ingress how its connection came, which says in which tenant its names are
 * @param confidential whether nobody else reads what it sends: over TLS, or on loopback. Passwords
 *     are taken only then.
 */
public record Attempt(Ingress ingress, boolean confidential) {

  /** Of the client, as the balancer says where there is one. */
  InetAddress address() {
    return ingress.source().getAddress();
  }
}

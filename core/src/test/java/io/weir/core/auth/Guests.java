package io.weir.core.auth;

import io.weir.core.auth.Claimant.Who;
import io.weir.core.place.Ingress;
import io.weir.core.place.Login;
import io.weir.core.place.Placed;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** Users that tests know, and where they come from. */
final class Guests {
  static final Tenant ACME = new Tenant("acme");
  static final byte[] SECRET = new byte[32];
  static final String PASSWORD = "correct horse";

  /** From this machine. */
  static final Ingress HERE = from("127.0.0.1");

  private Guests() {}

  static User user(String name, ScramMechanism mechanism) {
    return user(name, PasswordHash.of(mechanism, PASSWORD, ScramMechanism.MIN_ITERATIONS));
  }

  static User user(String name, Credential... credentials) {
    return new User(name, List.of(credentials), false);
  }

  static Ingress from(String address) {
    return Ingress.direct(
        "local", new InetSocketAddress(address, 40_000), new InetSocketAddress("127.0.0.1", 9092));
  }

  /** One tenant, which is reached by any way. */
  static Placement placement() {
    return Placement.of(Map.of(ACME, List.of()));
  }

  static Placed.In in(Tenant tenant) {
    return new Placed.In(HERE, tenant, null);
  }

  static Claimant claimant(String name) {
    return new Claimant(new Login(ACME, ACME, name, in(ACME)), who(name));
  }

  static Who who(String name) {
    return new Who(ACME, name);
  }
}

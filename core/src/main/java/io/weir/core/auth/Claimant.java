package io.weir.core.auth;

import io.weir.core.auth.Outcome.Refused;
import io.weir.core.place.Ingress;
import io.weir.core.place.Login;
import io.weir.core.place.Placed;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import java.util.Optional;

/**
 * Somebody who presents a name and has proved nothing.
 *
 * @param login whom the name means
 * @param who by what it is known until then
 */
record Claimant(Login login, Who who) {

  /**
   * By what failures are counted, and the credentials of those who do not exist are derived. A name
   * that is refused for the tenant in it is taken as it is, for a name of the tenant in which its
   * connection is: it looks like one that nobody has there, and tells nobody which tenants exist.
   *
   * @param world the tenant, or {@link Placement#NOWHERE}
   * @param name in the form in which names are compared
   */
  record Who(Tenant world, String name) {}

  static Claimant of(Placement placement, Ingress ingress, String presented) {
    Login login = placement.login(ingress, presented);
    // Asked in every case: a refusal takes the same steps.
    Tenant home = placement.tenant(ingress);
    boolean placed = login.placed() instanceof Placed.In;
    String name = placed ? login.user() : presented;
    return new Claimant(
        login, new Who(placed ? login.tenant() : home, SaslPrep.query(name).orElse(name)));
  }

  /** Where it would be; empty if it is refused whatever it proves. */
  Optional<Placed.In> placed() {
    return login.placed() instanceof Placed.In in ? Optional.of(in) : Optional.empty();
  }

  /** What came of it where it did not prove who it is. */
  Refused refused(String why) {
    return placed().isPresent() ? new Refused(why) : Refused.misplaced();
  }
}

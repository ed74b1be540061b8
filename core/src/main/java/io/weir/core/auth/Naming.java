package io.weir.core.auth;

import io.weir.core.tenant.Tenant;
import java.util.Optional;

/**
 * What the names mean that a connection presents, given where it came from. Answers at once, on any
 * thread, and in the same time whether it knows the name or not.
 */
public interface Naming {

  /** The tenant on which the connection is placed; empty where that takes a name, or cannot be. */
  Optional<Tenant> tenant();

  /**
   * Whom a name means. An empty answer is no error to tell: whoever presents the name is refused
   * like one with a wrong password, after the same steps.
   */
  Optional<Login> login(String presented);

  /** Every name is a user's of one tenant, as it is. */
  static Naming in(Tenant tenant) {
    return new Naming() {
      @Override
      public Optional<Tenant> tenant() {
        return Optional.of(tenant);
      }

      @Override
      public Optional<Login> login(String presented) {
        return Optional.of(new Login(tenant, presented));
      }
    };
  }

  /** A user of a tenant, who may exist or not. */
  record Login(Tenant tenant, String user) {}
}

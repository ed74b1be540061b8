package io.weir.core.auth;

import io.weir.core.tenant.Tenant;
import java.util.List;

/** Users that tests know. */
final class Guests {
  static final Tenant ACME = new Tenant("acme");
  static final byte[] SECRET = new byte[32];
  static final String PASSWORD = "correct horse";

  private Guests() {}

  static User user(String name, ScramMechanism mechanism) {
    return user(name, PasswordHash.of(mechanism, PASSWORD, ScramMechanism.MIN_ITERATIONS));
  }

  static User user(String name, Credential... credentials) {
    return new User(name, List.of(credentials), false);
  }
}

package io.weir.core.access;

import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import java.util.Set;

/** Those who ask in tests of access. */
final class Callers {
  static final Tenant ACME = new Tenant("acme");

  private Callers() {}

  static Caller user(String name, String... roles) {
    return new Caller(ACME, new Principal(name, Set.of(roles), false), "test", "test-1");
  }

  static Caller client(String user, String client) {
    return user(user).withClient(client);
  }
}

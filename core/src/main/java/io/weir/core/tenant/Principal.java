package io.weir.core.tenant;

import java.util.Set;

/**
 * Who authenticated.
 *
 * @param name of the user in its tenant, as rules and logs have it
 * @param roles what it was given besides its name, such as the scopes of a token: rules may name
 *     them
 * @param administrator whether it may see and change every tenant; whatever it does is audited
 */
public record Principal(String name, Set<String> roles, boolean administrator) {
  /** Of a connection that presented no credentials. */
  public static final Principal ANONYMOUS = named("anonymous");

  /** Weir itself. */
  public static final Principal INTERNAL = named("weir");

  public Principal {
    roles = Set.copyOf(roles);
  }

  /** A user of a tenant without any roles. */
  public static Principal named(String name) {
    return new Principal(name, Set.of(), false);
  }
}

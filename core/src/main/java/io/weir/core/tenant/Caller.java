package io.weir.core.tenant;

/**
 * On whose behalf a call is made. Fixed for a connection once it has authenticated, but for the
 * client's name, which some protocols send with each request.
 *
 * @param tenant the world of the connection
 * @param principal who authenticated, or {@link Principal#ANONYMOUS}
 * @param protocol the name of the protocol spoken, for events and logs: "kafka", "http"
 * @param connection names the connection in logs, unique in the process
 * @param client what the client calls itself, for rules and logs, proven by nothing; empty if it
 *     did not say
 */
public record Caller(
    Tenant tenant, Principal principal, String protocol, String connection, String client) {

  /** One whose client has no name. */
  public Caller(Tenant tenant, Principal principal, String protocol, String connection) {
    this(tenant, principal, protocol, connection, "");
  }

  private static final String INTERNAL = "internal";

  /** Weir itself, acting in a tenant's world. */
  public static Caller internal(Tenant tenant) {
    return new Caller(tenant, Principal.INTERNAL, INTERNAL, INTERNAL);
  }

  /** Whether this is Weir itself; no client speaks that protocol, whatever it calls itself. */
  public boolean isInternal() {
    return protocol.equals(INTERNAL);
  }

  /**
   * The same, an administrator, in another tenant's world. There it is called by the tenant that it
   * is of, too, so that it is not taken for a user who has its name.
   */
  public Caller visiting(Tenant other) {
    var visitor =
        new Principal(
            principal.name() + "@" + tenant.name(), principal.roles(), principal.administrator());
    return new Caller(other, visitor, protocol, connection, client);
  }

  /** The same, under a name that its client gave. */
  public Caller withClient(String name) {
    return name.equals(client) ? this : new Caller(tenant, principal, protocol, connection, name);
  }
}

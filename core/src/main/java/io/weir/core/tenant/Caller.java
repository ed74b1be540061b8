package io.weir.core.tenant;

/**
 * On whose behalf a call is made. Fixed for a connection once it has authenticated.
 *
 * @param tenant the world of the connection
 * @param principal who authenticated, or {@link #ANONYMOUS}
 * @param protocol the name of the protocol spoken, for events and logs: "kafka", "http"
 * @param connection names the connection in logs, unique in the process
 */
public record Caller(Tenant tenant, String principal, String protocol, String connection) {
  /** The principal of a connection that presented no credentials. */
  public static final String ANONYMOUS = "anonymous";

  /** Weir itself, acting in a tenant's world. */
  public static Caller internal(Tenant tenant) {
    return new Caller(tenant, "weir", "internal", "internal");
  }
}

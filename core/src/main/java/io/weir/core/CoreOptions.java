package io.weir.core;

import io.weir.core.access.Access;
import io.weir.core.limit.Limits;
import io.weir.core.tenant.Tenant;
import io.weir.core.tenant.TenantList;
import io.weir.core.tenant.Tenants;
import io.weir.core.topic.TopicDefaults;
import java.util.Set;
import java.util.function.Function;

/**
 * How a core is set up.
 *
 * @param topics what a topic of a tenant is when nobody says; asked each time, on any thread, and
 *     answers at once
 * @param access who may do what
 * @param limits who may do how much
 * @param bounds how much memory the parts take
 * @param tenants which there are
 */
public record CoreOptions(
    Function<Tenant, TopicDefaults> topics,
    Access access,
    Limits limits,
    Bounds bounds,
    Tenants tenants) {

  /** Topics on first use; everything allowed, nothing limited; one tenant. */
  public static final CoreOptions DEFAULT =
      new CoreOptions(
          tenant -> TopicDefaults.DEFAULT,
          Access.OPEN,
          Limits.NONE,
          Bounds.DEFAULT,
          new TenantList(Set.of(Tenant.DEFAULT)));

  /** The same, where topics of all tenants are these. */
  public CoreOptions withTopics(TopicDefaults other) {
    return withTopics(tenant -> other);
  }

  public CoreOptions withTopics(Function<Tenant, TopicDefaults> other) {
    return new CoreOptions(other, access, limits, bounds, tenants);
  }

  public CoreOptions withAccess(Access other) {
    return new CoreOptions(topics, other, limits, bounds, tenants);
  }

  public CoreOptions withLimits(Limits other) {
    return new CoreOptions(topics, access, other, bounds, tenants);
  }

  public CoreOptions withBounds(Bounds other) {
    return new CoreOptions(topics, access, limits, other, tenants);
  }

  public CoreOptions withTenants(Tenants other) {
    return new CoreOptions(topics, access, limits, bounds, other);
  }

  /**
   * Past these, a call is refused at once with {@link io.weir.core.failure.Failure.Throttled}.
   *
   * @param publishBytes of messages that one event loop has taken and that are not yet durable, of
   *     all tenants; a tenant may have as much as it leaves free, and so alone half of it
   * @param stateBytes of batches on their way into one state log
   * @param topicChanges creations, alterations and deletions of topics under way at once
   */
  public record Bounds(int publishBytes, int stateBytes, int topicChanges) {
    public static final Bounds DEFAULT = new Bounds(64 << 20, 16 << 20, 10_000);
  }
}

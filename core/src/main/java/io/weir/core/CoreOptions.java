package io.weir.core;

import io.weir.core.access.Access;
import io.weir.core.limit.Limits;
import io.weir.core.queue.HeaderTypes;
import io.weir.core.tenant.Names;
import io.weir.core.tenant.Tenant;
import io.weir.core.tenant.TenantList;
import io.weir.core.tenant.Tenants;
import io.weir.core.topic.TopicDefaults;
import java.util.List;
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
 * @param names whether a queue and a topic of one name are one thing; asked as {@code topics} is
 * @param headerTypes what heads keep of the types of headers
 */
public record CoreOptions(
    Function<Tenant, TopicDefaults> topics,
    Access access,
    Limits limits,
    Bounds bounds,
    Tenants tenants,
    Function<Tenant, Names> names,
    List<HeaderTypes> headerTypes) {

  public CoreOptions {
    headerTypes = List.copyOf(headerTypes);
  }

  /** Topics on first use; everything allowed, nothing limited; one tenant. */
  public static final CoreOptions DEFAULT =
      new CoreOptions(
          tenant -> TopicDefaults.DEFAULT,
          Access.OPEN,
          Limits.NONE,
          Bounds.DEFAULT,
          new TenantList(Set.of(Tenant.DEFAULT)),
          tenant -> Names.SHARED,
          List.of());

  /** The same, where topics of all tenants are these. */
  public CoreOptions withTopics(TopicDefaults other) {
    return withTopics(tenant -> other);
  }

  public CoreOptions withTopics(Function<Tenant, TopicDefaults> other) {
    return new CoreOptions(other, access, limits, bounds, tenants, names, headerTypes);
  }

  public CoreOptions withAccess(Access other) {
    return new CoreOptions(topics, other, limits, bounds, tenants, names, headerTypes);
  }

  public CoreOptions withLimits(Limits other) {
    return new CoreOptions(topics, access, other, bounds, tenants, names, headerTypes);
  }

  public CoreOptions withBounds(Bounds other) {
    return new CoreOptions(topics, access, limits, other, tenants, names, headerTypes);
  }

  public CoreOptions withNames(Function<Tenant, Names> other) {
    return new CoreOptions(topics, access, limits, bounds, tenants, other, headerTypes);
  }

  public CoreOptions withHeaderTypes(List<HeaderTypes> other) {
    return new CoreOptions(topics, access, limits, bounds, tenants, names, other);
  }

  public CoreOptions withTenants(Tenants other) {
    return new CoreOptions(topics, access, limits, bounds, other, names, headerTypes);
  }

  /**
   * Past these, a call is refused at once with {@link io.weir.core.failure.Failure.Throttled}.
   *
   * @param publishBytes of messages that one event loop has taken and that are not yet durable, of
   *     all tenants; a tenant may have as much as it leaves free, and so alone half of it
   * @param stateBytes of batches on their way into one state log
   * @param topicChanges creations, alterations and deletions of topics under way at once
   * @param queueBytes of messages in queues that live in memory, of all tenants; a queue may have
   *     as much as they leave free
   */
  public record Bounds(int publishBytes, int stateBytes, int topicChanges, long queueBytes) {
    public static final Bounds DEFAULT = new Bounds(64 << 20, 16 << 20, 10_000);

    /** With a quarter of a gigabyte for queues. */
    public Bounds(int publishBytes, int stateBytes, int topicChanges) {
      this(publishBytes, stateBytes, topicChanges, 256L << 20);
    }
  }
}

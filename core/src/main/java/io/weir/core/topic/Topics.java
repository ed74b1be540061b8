package io.weir.core.topic;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.Backend;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicSettings;
import io.weir.core.access.Access;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limits;
import io.weir.core.metadata.MetadataJournal;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The topics of all tenants. Looking up reads memory and answers at once, on any thread; changes
 * are durable when they complete.
 */
public interface Topics {

  /** The topic of that name, if the tenant has one. */
  Optional<Topic> find(Tenant tenant, TopicName name);

  /**
   * The topic of that name.
   *
   * @throws io.weir.core.failure.Failure.UnknownTopic if the tenant has none
   */
  Topic get(Tenant tenant, TopicName name);

  /** The topic of that id, if the tenant has one. */
  Optional<Topic> find(Tenant tenant, UUID id);

  /** The topic of that id, whosever it is: for Weir's own parts, never for a client. */
  Optional<Topic> byId(UUID id);

  /** The topics of all tenants as they are, in no order; a view, for Weir's own parts likewise. */
  Collection<Topic> all();

  /** The topics of one tenant, in the order of their names; as {@link #all()}. */
  Collection<Topic> all(Tenant tenant);

  /**
   * Topics of a tenant that the caller may see, in the order of their names.
   *
   * @param after begins with the first that comes after this name, which need be none; empty for
   *     the first of all
   * @param most returned at once, from 1: of very many topics, a page takes long enough
   */
  List<Topic> list(Caller caller, String after, int most);

  /** What a topic of this tenant is when nobody says, as far as the backend can keep it. */
  TopicDefaults defaults(Tenant tenant);

  /** How a topic came to be, where that is known. */
  Optional<TopicOrigin> origin(Topic topic);

  /**
   * Creates a topic.
   *
   * @param partitions from 1 to {@link #MAX_PARTITIONS}
   * @return fails with {@link io.weir.core.failure.Failure.TopicExists}, {@link
   *     io.weir.core.failure.Failure.InvalidRequest}, {@link io.weir.core.failure.Failure.Denied},
   *     {@link io.weir.core.failure.Failure.Unsupported}, and with {@link
   *     io.weir.core.failure.Failure.LimitReached} if the tenant has as many as it may
   */
  Future<Topic> create(Caller caller, TopicName name, int partitions, TopicSettings settings);

  /**
   * Checks what {@link #create} would check, and creates nothing.
   *
   * @throws io.weir.core.failure.Failure that it would fail with
   */
  void checkCreate(Caller caller, TopicName name, int partitions, TopicSettings settings);

  /**
   * The topic of that name; it is created with the tenant's defaults if there is none and the
   * tenant creates topics on first use. Many callers at once get the same topic.
   *
   * @return fails with {@link io.weir.core.failure.Failure.UnknownTopic} if it may not be created,
   *     and with {@link io.weir.core.failure.Failure.InvalidRequest} if it cannot have that name
   */
  Future<Topic> findOrCreate(Caller caller, TopicName name);

  /**
   * Changes settings or adds partitions.
   *
   * @param change from the topic as it is, once all changes of it that were asked for earlier are
   *     done, to one with other settings or more partitions, up to {@link #MAX_PARTITIONS}; on any
   *     thread, and what {@link io.weir.core.failure.Failure} it throws, this fails with
   * @return the topic as it is then; fails with {@link io.weir.core.failure.Failure.UnknownTopic},
   *     {@link io.weir.core.failure.Failure.InvalidRequest}, {@link
   *     io.weir.core.failure.Failure.Denied}, {@link io.weir.core.failure.Failure.Unsupported}
   */
  Future<Topic> alter(Caller caller, TopicName name, UnaryOperator<Topic> change);

  /**
   * Checks what {@link #alter} would check, and alters nothing.
   *
   * @throws io.weir.core.failure.Failure that it would fail with
   */
  void checkAlter(Caller caller, TopicName name, UnaryOperator<Topic> change);

  /**
   * Deletes a topic with everything in it.
   *
   * @return fails with {@link io.weir.core.failure.Failure.UnknownTopic}, {@link
   *     io.weir.core.failure.Failure.Denied}
   */
  Future<Void> delete(Caller caller, TopicName name);

  /** Adds a listener, told of every change of any tenant's topics, on any thread; it is quick. */
  void onChange(Listener listener);

  /**
   * The topics of a backend, joined with the metadata.
   *
   * @param existing all topics of the backend
   * @param defaults what topics of a tenant are when nobody says
   * @param refusals hears of what is refused
   * @param maxChanges creations, alterations and deletions under way at once, past which they are
   *     refused
   */
  static Future<Topics> on(
      Vertx vertx,
      Backend backend,
      List<TopicDescription> existing,
      MetadataJournal journal,
      Function<Tenant, TopicDefaults> defaults,
      Access access,
      Limits limits,
      Refusals refusals,
      int maxChanges) {
    return TopicRegistry.open(
        vertx, backend, existing, journal, defaults, access, limits, refusals, maxChanges);
  }

  /** The most partitions a topic may have. */
  int MAX_PARTITIONS = 10_000;

  /** Hears of topics. */
  interface Listener {
    default void created(Topic topic) {}

    default void altered(Topic topic) {}

    default void deleted(Topic topic) {}
  }

  /** Hears of what was refused, on any thread. */
  @FunctionalInterface
  interface Refusals {
    void refused(Caller caller, String operation, TopicName topic, Failure failure);
  }
}

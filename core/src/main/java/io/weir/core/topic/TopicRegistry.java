package io.weir.core.topic;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.weir.backend.Backend;
import io.weir.backend.BackendException;
import io.weir.backend.Capabilities;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicSettings;
import io.weir.backend.TopicStore;
import io.weir.core.access.Access;
import io.weir.core.access.Access.Extent;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.address.TopicName;
import io.weir.core.failure.BackendFailures;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limits;
import io.weir.core.metadata.MetadataJournal;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.TopicOrigin.How;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backend's topics, joined with what the metadata says of them. The backend changes first, then
 * the metadata, then what is seen here.
 */
final class TopicRegistry implements Topics {
  private static final Logger LOG = LoggerFactory.getLogger(TopicRegistry.class);

  private final VertxInternal vertx;
  private final TopicStore store;
  private final Capabilities capabilities;
  private final Origins origins;
  private final Function<Tenant, TopicDefaults> defaults;
  private final Access access;
  private final Refusals refusals;
  private final TopicTable table = new TopicTable();
  private final TopicListeners listeners = new TopicListeners();
  private final ChangeLanes lanes;
  private final Creations creations;
  private final FirstUses firstUses = new FirstUses();

  private TopicRegistry(
      Vertx vertx,
      Backend backend,
      MetadataJournal journal,
      Function<Tenant, TopicDefaults> defaults,
      Access access,
      Limits limits,
      Refusals refusals,
      int maxChanges) {
    this.vertx = (VertxInternal) vertx;
    this.store = backend.topics();
    this.capabilities = backend.capabilities();
    this.origins = new Origins(journal);
    this.defaults = defaults;
    this.access = access;
    this.refusals = refusals;
    this.lanes = new ChangeLanes(maxChanges);
    this.creations = new Creations(limits, table);
  }

  static Future<Topics> open(
      Vertx vertx,
      Backend backend,
      List<TopicDescription> existing,
      MetadataJournal journal,
      Function<Tenant, TopicDefaults> defaults,
      Access access,
      Limits limits,
      Refusals refusals,
      int maxChanges) {
    TopicRegistry registry =
        new TopicRegistry(vertx, backend, journal, defaults, access, limits, refusals, maxChanges);
    return vertx
        .executeBlocking(
            () -> {
              registry.fill(existing);
              return registry.origins.repairs(registry.table);
            },
            false)
        .compose(Origins::repair)
        .map(registry);
  }

  /** In the order of their names, in which a million find their places soonest. */
  private void fill(List<TopicDescription> existing) {
    List<TopicDescription> inOrder = new ArrayList<>(existing);
    inOrder.sort(Comparator.comparing(TopicDescription::name));
    Map<Tenant, Tenant> tenants = new HashMap<>();
    for (TopicDescription description : inOrder) {
      TopicKey.parse(description.name())
          .map(key -> new TopicKey(tenants.computeIfAbsent(key.tenant(), own -> own), key.name()))
          .ifPresentOrElse(
              key -> table.put(topic(key, description)),
              () -> LOG.debug("Topic {} of the log is no tenant's", description.name()));
    }
  }

  @Override
  public Optional<Topic> find(Tenant tenant, TopicName name) {
    return table.find(new TopicKey(tenant, name));
  }

  @Override
  public Topic get(Tenant tenant, TopicName name) {
    return find(tenant, name).orElseThrow(name::unknown);
  }

  @Override
  public Optional<Topic> find(Tenant tenant, UUID id) {
    return table.find(tenant, id);
  }

  @Override
  public Optional<Topic> byId(UUID id) {
    return table.byId(id);
  }

  @Override
  public Collection<Topic> all() {
    return table.all();
  }

  @Override
  public Collection<Topic> all(Tenant tenant) {
    return table.of(tenant, "");
  }

  @Override
  public List<Topic> list(Caller caller, String after, int most) {
    return table.of(caller.tenant(), after).stream()
        .filter(topic -> access.sees(caller, Resource.topic(topic.name().text())))
        .limit(most)
        .toList();
  }

  @Override
  public TopicDefaults defaults(Tenant tenant) {
    return defaults.apply(tenant).on(capabilities);
  }

  @Override
  public Optional<TopicOrigin> origin(Topic topic) {
    return origins.find(TopicKey.of(topic));
  }

  @Override
  public Future<Topic> create(
      Caller caller, TopicName name, int partitions, TopicSettings settings) {
    TopicKey key = new TopicKey(caller.tenant(), name);
    TopicRequest request = new TopicRequest(name, partitions, settings);
    return change(
        caller,
        "create topic",
        key,
        () ->
            create(
                caller,
                key,
                request,
                new TopicOrigin(How.DECLARED, caller.principal().name(), Instant.now())));
  }

  @Override
  public void checkCreate(Caller caller, TopicName name, int partitions, TopicSettings settings) {
    TopicKey key = new TopicKey(caller.tenant(), name);
    checkManage(caller, "create topic", key);
    requireAbsent(key);
    new TopicRequest(name, partitions, settings).check(capabilities);
    creations.check(caller);
  }

  @Override
  public Future<Topic> findOrCreate(Caller caller, TopicName name) {
    TopicKey key = new TopicKey(caller.tenant(), name);
    Promise<Topic> answer = vertx.getOrCreateContext().promise();
    Optional<Topic> found = table.find(key);
    if (found.isPresent()) {
      answer.complete(found.get());
    } else if (defaults(caller.tenant()).autoCreate() && mayUse(caller, name)) {
      firstUses.of(key, () -> createOnFirstUse(caller, key)).onComplete(answer);
    } else {
      answer.fail(name.unknown());
    }
    return answer.future();
  }

  private Future<Topic> createOnFirstUse(Caller caller, TopicKey key) {
    TopicDefaults wanted = defaults(key.tenant());
    TopicRequest request = new TopicRequest(key.name(), wanted.partitions(), wanted.settings());
    TopicOrigin origin = new TopicOrigin(How.FIRST_USE, caller.principal().name(), Instant.now());
    return lane(key, () -> create(caller, key, request, origin))
        .recover(
            cause -> // it may be there all the same: declared meanwhile, or found
            table
                    .find(key)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> refused(caller, "create topic", key, cause)));
  }

  private Future<Topic> create(
      Caller caller, TopicKey key, TopicRequest request, TopicOrigin origin) {
    requireAbsent(key);
    request.check(capabilities);
    return creations.within(caller, () -> create(key, request, origin));
  }

  private Future<Topic> create(TopicKey key, TopicRequest request, TopicOrigin origin) {
    return store
        .create(key.backendName(), request.partitions(), request.settings())
        .compose(
            description -> {
              Topic topic = topic(key, description);
              return origins
                  .record(key, origin)
                  .map(
                      done -> {
                        table.put(topic);
                        listeners.created(topic);
                        return topic;
                      });
            },
            cause ->
                cause instanceof BackendException.TopicExists ? noteExisting(key) : fail(cause));
  }

  /** A creation whose answer was lost has happened all the same: then the topic is there. */
  private Future<Topic> noteExisting(TopicKey key) {
    return store
        .list()
        .compose(
            all -> {
              for (TopicDescription description : all) {
                if (description.name().equals(key.backendName())) {
                  Topic topic = topic(key, description);
                  table.put(topic);
                  listeners.created(topic);
                }
              }
              return Future.failedFuture(exists(key));
            });
  }

  @Override
  public Future<Topic> alter(Caller caller, TopicName name, UnaryOperator<Topic> change) {
    TopicKey key = new TopicKey(caller.tenant(), name);
    return change(
        caller,
        "alter topic",
        key,
        () -> {
          Topic wanted = altered(key, change);
          return store
              .alter(wanted.id(), wanted.partitions(), wanted.settings())
              .map(
                  description -> {
                    Topic altered = topic(key, description);
                    table.put(altered);
                    listeners.altered(altered);
                    return altered;
                  });
        });
  }

  @Override
  public void checkAlter(Caller caller, TopicName name, UnaryOperator<Topic> change) {
    TopicKey key = new TopicKey(caller.tenant(), name);
    checkManage(caller, "alter topic", key);
    altered(key, change);
  }

  /** What a topic is to become, if it can. */
  private Topic altered(TopicKey key, UnaryOperator<Topic> change) {
    Topic topic = get(key.tenant(), key.name());
    Topic wanted = change.apply(topic);
    new TopicRequest(key.name(), wanted.partitions(), wanted.settings())
        .checkChangeOf(topic, capabilities);
    return wanted;
  }

  @Override
  public Future<Void> delete(Caller caller, TopicName name) {
    TopicKey key = new TopicKey(caller.tenant(), name);
    return change(
        caller,
        "delete topic",
        key,
        () -> {
          Topic topic = get(caller.tenant(), name);
          return store
              .delete(topic.id())
              .recover(
                  cause ->
                      cause instanceof BackendException.UnknownTopic
                          ? Future.succeededFuture()
                          : fail(cause))
              .compose(
                  done -> {
                    table.remove(topic);
                    listeners.deleted(topic);
                    return origins.forget(key);
                  });
        });
  }

  @Override
  public void onChange(Listener listener) {
    listeners.add(listener);
  }

  /** A change somebody asked for: allowed or not, in its lane, answered on the caller's context. */
  private <T> Future<T> change(
      Caller caller, String operation, TopicKey key, Supplier<Future<T>> change) {
    Promise<T> answer = vertx.getOrCreateContext().promise();
    Future<T> done;
    try {
      requireManage(caller, operation, key);
      done = lane(key, change);
    } catch (Failure.Denied denied) {
      done = Future.failedFuture(denied);
    }
    done.recover(cause -> refused(caller, operation, key, cause)).onComplete(answer);
    return answer.future();
  }

  /** As {@link #requireManage}, and told if not. */
  private void checkManage(Caller caller, String operation, TopicKey key) {
    try {
      requireManage(caller, operation, key);
    } catch (Failure.Denied denied) {
      refusals.refused(caller, operation, key.name(), denied);
      throw denied;
    }
  }

  private void requireManage(Caller caller, String operation, TopicKey key) {
    if (!access.allows(caller, Operation.MANAGE, Resource.topic(key.name().text()))) {
      throw new Failure.Denied("you may not " + operation + " '" + key.name() + "'");
    }
  }

  /** Comes before all that may be wrong with a request: who finds the topic there is content. */
  private void requireAbsent(TopicKey key) {
    if (table.find(key).isPresent()) {
      throw exists(key);
    }
  }

  private <T> Future<T> lane(TopicKey key, Supplier<Future<T>> change) {
    return lanes.run(
        key,
        () -> {
          Optional<Failure> refusal = origins.refusal();
          return refusal.isPresent() ? Future.failedFuture(refusal.get()) : change.get();
        });
  }

  private <T> Future<T> refused(Caller caller, String operation, TopicKey key, Throwable cause) {
    Failure failure = BackendFailures.of(cause, key.name().called());
    refusals.refused(caller, operation, key.name(), failure);
    return Future.failedFuture(failure);
  }

  private boolean mayUse(Caller caller, TopicName name) {
    Resource resource = Resource.topic(name.text());
    return access.extent(caller, Operation.PUBLISH, resource) != Extent.NONE
        || access.allows(caller, Operation.MANAGE, resource);
  }

  private static Topic topic(TopicKey key, TopicDescription description) {
    return new Topic(
        description.id(),
        key.tenant(),
        key.name(),
        description.partitions(),
        description.settings());
  }

  private static <T> Future<T> fail(Throwable cause) {
    return Future.failedFuture(cause);
  }

  private static Failure exists(TopicKey key) {
    return new Failure.TopicExists(key.name().called() + " exists already");
  }
}

package io.weir.core.queue;

import io.vertx.core.Future;
import io.weir.backend.Cleanup;
import io.weir.backend.Retention;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.core.address.KafkaName;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limit;
import io.weir.core.publish.PropertyNames;
import io.weir.core.queue.QueueOptions.Aspect;
import io.weir.core.route.Change;
import io.weir.core.route.Exchange;
import io.weir.core.subscription.Counts;
import io.weir.core.subscription.DeadLetters;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Names;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Queues coming and going; who may is asked before. A durable one is written down before its topic
 * is made, and written down as going before that is deleted, so that after a crash either is gone
 * on with. Any thread.
 */
final class Declarations {
  /** What topics are called that no client names. */
  private static final String PRIVATE_TOPIC = PropertyNames.RESERVED_PREFIX + "queue-";

  private static final TopicName NO_TOPIC = new TopicName(PropertyNames.RESERVED_PREFIX + "memory");

  private final Parts parts;
  private final Holds holds;

  Declarations(Parts parts) {
    this.parts = parts;
    this.holds = new Holds(parts, this);
  }

  Holds holds() {
    return holds;
  }

  // ---- coming

  /** A queue that is there is described, one that is not is made. */
  Future<Reply<Declared<LiveQueue>>> declare(
      Caller caller, LiveSpace space, String name, QueueOptions options) {
    LiveQueue present = space.queues.get(name);
    if (present != null) {
      return Future.succeededFuture(compare(caller, present, options));
    }
    return space.lane.run(
        () -> {
          LiveQueue meanwhile = space.queues.get(name);
          return meanwhile == null
              ? create(caller, space, name, options)
              : Future.succeededFuture(compare(caller, meanwhile, options));
        });
  }

  private static Reply<Declared<LiveQueue>> compare(
      Caller caller, LiveQueue present, QueueOptions options) {
    if (present.isLockedFor(caller.connection())) {
      return Reply.refused(new Refusal.Locked(present.name()));
    }
    Aspect aspect = present.options().differenceTo(options);
    if (aspect != null) {
      return Reply.refused(
          new Refusal.OtherQueue(present.name(), aspect, options, present.options()));
    }
    present.use();
    return Reply.done(new Declared<>(false, present));
  }

  private Future<Reply<Declared<LiveQueue>>> create(
      Caller caller, LiveSpace space, String name, QueueOptions options) {
    if (parts.limits().take(keeper(space.tenant()), Limit.QUEUES).isNeeded()) {
      return Future.failedFuture(
          new Failure.LimitReached(
              "there are as many queues as there may be; delete one that is not needed"));
    }
    Future<Reply<Declared<LiveQueue>>> made =
        options.isInMemory()
            ? inMemory(caller, space, name, options)
            : durable(space, name, options);
    return made.onComplete(
        result -> {
          if (result.failed() || result.result() instanceof Reply.Refused<?>) {
            parts.limits().give(keeper(space.tenant()), Limit.QUEUES);
          }
        });
  }

  /** Who has the places of queues, which may outlive whoever declared them. */
  static Caller keeper(Tenant tenant) {
    return new Caller(tenant, Principal.named("queues"), "queues", "queues");
  }

  private Future<Reply<Declared<LiveQueue>>> inMemory(
      Caller caller, LiveSpace space, String name, QueueOptions options) {
    QueueEntry entry = new QueueEntry(name, newId(), options, NO_TOPIC, true, false);
    List<TopicPartition> partitions = parts.log().create(LiveQueue.levels(options));
    String owner = options.exclusive() ? caller.connection() : null;
    LiveQueue queue = new LiveQueue(space, entry, owner, partitions, null, parts);
    return queue
        .subscription()
        .map(open -> Reply.done(new Declared<>(true, add(queue))))
        .onFailure(cause -> parts.log().delete(partitions));
  }

  private Future<Reply<Declared<LiveQueue>>> durable(
      LiveSpace space, String name, QueueOptions options) {
    TopicName asked = options.topic();
    if (asked != null && parts.topics().find(space.tenant(), asked).isEmpty()) {
      return Exchanges.refused(new Refusal.Invalid(asked.called() + " does not exist"));
    }
    QueueEntry entry = entry(space, name, options);
    String key = space.queueKey(name);
    return parts
        .metadata()
        .put(key, entry.write())
        .compose(
            written ->
                open(space, entry)
                    .recover(
                        cause ->
                            parts
                                .metadata()
                                .remove(key)
                                .transform(removed -> Future.failedFuture(cause))))
        .compose(
            queue ->
                ready(queue)
                    .recover(
                        cause ->
                            finish(space, entry, false)
                                .transform(removed -> Future.failedFuture(cause))))
        .map(queue -> Reply.done(new Declared<>(true, add(queue))));
  }

  private static Future<LiveQueue> ready(LiveQueue queue) {
    return queue.isStream()
        ? Future.succeededFuture(queue)
        : queue.subscription().map(open -> queue);
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  /** How a queue is to be kept: as a view of a topic, as a topic of its name, or apart. */
  private QueueEntry entry(LiveSpace space, String name, QueueOptions options) {
    String id = newId();
    TopicName asked = options.topic();
    if (asked != null) {
      return new QueueEntry(name, id, options, asked, false, false);
    }
    if (sharesName(space.space, name)) {
      TopicName shared = new TopicName(name);
      boolean isThere = parts.topics().find(space.tenant(), shared).isPresent();
      return new QueueEntry(name, id, options, shared, !isThere, false);
    }
    return new QueueEntry(name, id, options, new TopicName(PRIVATE_TOPIC + id), true, false);
  }

  /** The topic of which a queue is to be a view, or null where it has one of its own. */
  @Nullable TopicName viewed(LiveSpace space, String name, QueueOptions options) {
    LiveQueue present = space.queues.get(name);
    if (present != null) {
      return null; // its options are compared, and nothing is made
    }
    TopicName asked = options.topic();
    if (asked != null || options.isInMemory() || !sharesName(space.space, name)) {
      return asked;
    }
    TopicName shared = new TopicName(name);
    return parts.topics().find(space.tenant(), shared).isPresent() ? shared : null;
  }

  private boolean sharesName(Space space, String name) {
    return space.isFirst()
        && parts.names().apply(space.tenant()) == Names.SHARED
        && TopicName.isName(name)
        && !name.startsWith(PropertyNames.RESERVED_PREFIX)
        && KafkaName.exists(new TopicName(name));
  }

  /** A durable queue with its topic; as the other. */
  Future<LiveQueue> open(LiveSpace space, QueueEntry entry) {
    return open(space, entry, null);
  }

  /**
   * A durable queue with its topic, which is made where it is the queue's own and not there.
   *
   * @param letters where its messages go that nobody is to have, or null to go by its options
   */
  Future<LiveQueue> open(LiveSpace space, QueueEntry entry, @Nullable DeadLetters letters) {
    Tenant tenant = space.tenant();
    return parts
        .topics()
        .find(tenant, entry.topic())
        .map(Future::succeededFuture)
        .orElseGet(() -> create(tenant, entry))
        .map(topic -> new LiveQueue(space, entry, null, partitions(topic), letters, parts));
  }

  // ---- where messages wait that are held back

  /** Where messages of a delayed exchange wait, as durable as it is. */
  Future<LiveQueue> hold(LiveSpace space, Exchange exchange) {
    String id = newId();
    QueueOptions options = QueueOptions.DEFAULT.change().durable(exchange.durable()).build();
    HoldRoutes routes = new HoldRoutes(space, exchange.name(), parts.headerTypes());
    if (!exchange.durable()) {
      QueueEntry entry = new QueueEntry(exchange.name(), id, options, NO_TOPIC, true, false);
      return Future.succeededFuture(
          new LiveQueue(space, entry, null, parts.log().create(1), routes, parts));
    }
    QueueEntry entry =
        new QueueEntry(
            exchange.name(), id, options, new TopicName(PRIVATE_TOPIC + id), true, false);
    return parts
        .metadata()
        .put(space.holdKey(exchange.name()), entry.write())
        .compose(written -> open(space, entry, routes));
  }

  /** The exchange is gone, and what it held with it. */
  Future<Void> unhold(LiveQueue hold) {
    hold.gone();
    boolean isInMemory = hold.options().isInMemory();
    return finish(hold.space, hold.entry, hold.space.holdKey(hold.name()), isInMemory)
        .onComplete(
            done -> {
              if (isInMemory) {
                parts.log().delete(hold.partitions());
              }
            });
  }

  private Future<Topic> create(Tenant tenant, QueueEntry entry) {
    if (!entry.ownsTopic()) {
      return Future.failedFuture(entry.topic().unknown());
    }
    QueueOptions options = entry.options();
    return parts
        .topics()
        .create(Caller.internal(tenant), entry.topic(), 1, settings(tenant, options));
  }

  /** A queue's messages stay until they are settled; a stream's as long as it says. */
  private TopicSettings settings(Tenant tenant, QueueOptions options) {
    Retention retention =
        options.kind() == QueueOptions.Kind.STREAM
            ? new Retention(options.maxAgeMillis(), options.maxBytes())
            : Retention.FOREVER;
    return parts
        .capabilities()
        .fit(
            parts
                .topics()
                .defaults(tenant)
                .settings()
                .withCleanup(Cleanup.DELETE)
                .withRetention(retention)
                .withMaxBatchBytes(parts.capabilities().maxBatchBytes()));
  }

  private static List<TopicPartition> partitions(Topic topic) {
    return IntStream.range(0, topic.partitions()).mapToObj(topic::partition).toList();
  }

  /** It is there. In the lane only. */
  LiveQueue add(LiveQueue queue) {
    LiveSpace space = queue.space;
    space.queues.put(queue.name(), queue);
    space.topology(space.topology().withQueue(queue.name(), !queue.options().isInMemory()));
    expireLater(queue);
    return queue;
  }

  private void expireLater(LiveQueue queue) {
    long idle = queue.options().idleExpiryMillis();
    if (idle == QueueOptions.UNLIMITED || queue.isGone()) {
      return;
    }
    long left = queue.lastUsedAt() + idle - parts.clock().getAsLong();
    if (left > 0 || !queue.consumers.isEmpty()) {
      parts.vertx().setTimer(Math.max(1, left > 0 ? left : idle), timer -> expireLater(queue));
    } else {
      delete(queue);
    }
  }

  // ---- going

  /** Why a queue may not go now, or null if it may. */
  interface Objection {
    @Nullable Refusal to(Counts counts);
  }

  /** A queue is to go, unless there is an objection; says how many messages waited in it. */
  Future<Reply<Long>> delete(LiveQueue queue, Objection objection) {
    return queue.space.lane.run(
        () -> {
          if (queue.isGone()) {
            return Exchanges.refused(new Refusal.NoQueue(queue.name()));
          }
          return queue
              .counts()
              .recover(cause -> Future.succeededFuture(new Counts(0, 0, 0, 0, 0)))
              .compose(
                  counts -> {
                    Refusal refusal = objection.to(counts);
                    return refusal == null
                        ? deleteNow(queue).map(gone -> Reply.done(counts.ready()))
                        : Exchanges.refused(refusal);
                  });
        });
  }

  /** A queue is to go. */
  Future<Void> delete(LiveQueue queue) {
    return queue.space.lane.run(() -> queue.isGone() ? Future.succeededFuture() : deleteNow(queue));
  }

  /** A queue goes that goes with the last of its consumers, if it still has none. */
  Future<Void> deleteUnused(LiveQueue queue) {
    return queue.space.lane.run(
        () ->
            queue.isGone() || !queue.consumers.isEmpty()
                ? Future.succeededFuture()
                : deleteNow(queue));
  }

  private Future<Void> deleteNow(LiveQueue queue) {
    LiveSpace space = queue.space;
    boolean isInMemory = queue.options().isInMemory();
    Change change = space.topology().withoutQueue(queue.name());
    Future<Void> written =
        isInMemory
            ? Future.succeededFuture()
            : parts.metadata().put(space.queueKey(queue.name()), queue.entry.going().write());
    return written.compose(
        going -> {
          queue.gone();
          queue.holders.keySet().forEach(Declarations::endReader);
          space.topology(change.topology());
          space.queues.remove(queue.name(), queue);
          if (queue.hasPlace) {
            parts.limits().give(keeper(space.tenant()), Limit.QUEUES);
          }
          return space
              .write(parts.metadata(), change.entries())
              .compose(unbound -> holds.after(space, change))
              .compose(unbound -> finish(space, queue.entry, isInMemory))
              .onComplete(
                  done -> {
                    if (isInMemory) {
                      parts.log().delete(queue.partitions());
                    }
                  });
        });
  }

  /** A stream has no subscription that would tell its readers. */
  private static void endReader(Holder holder) {
    if (holder instanceof StreamConsumer reader) {
      reader.deleted();
    }
  }

  /** Deletes all that a queue was, the last being that it was. */
  Future<Void> finish(LiveSpace space, QueueEntry entry, boolean isInMemory) {
    return finish(space, entry, space.queueKey(entry.name()), isInMemory);
  }

  Future<Void> finish(LiveSpace space, QueueEntry entry, String key, boolean isInMemory) {
    Future<Void> forgotten =
        entry.options().kind() == QueueOptions.Kind.STREAM
            ? Future.succeededFuture()
            : parts.shards().delete(entry.id(), isInMemory);
    if (isInMemory) {
      return forgotten;
    }
    return forgotten
        .compose(
            gone ->
                entry.ownsTopic()
                    ? deleteTopic(space.tenant(), entry.topic())
                    : Future.succeededFuture())
        .compose(gone -> parts.metadata().putAll(Map.of(key, Optional.empty())));
  }

  private Future<Void> deleteTopic(Tenant tenant, TopicName topic) {
    return parts
        .topics()
        .delete(Caller.internal(tenant), topic)
        .recover(
            cause ->
                cause instanceof Failure.UnknownTopic
                    ? Future.succeededFuture()
                    : Future.failedFuture(cause));
  }
}

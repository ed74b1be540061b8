package io.weir.core.queue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.Capabilities;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.TopicPartition;
import io.weir.core.failure.Failure;
import io.weir.core.state.StateLogs;
import io.weir.core.subscription.DeadLetters;
import io.weir.core.subscription.Subscription;
import io.weir.core.subscription.SubscriptionOptions;
import io.weir.core.subscription.Subscriptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the subscriptions of queues keep what is settled: a state partition for some of them each,
 * claimed when the first of these is opened, and no partition for those in memory. One whose state
 * is in doubt is claimed and read again when it is next needed.
 */
final class Shards {
  private static final String TOPIC = "queues";
  private static final int COUNT = 8;

  private final Vertx vertx;
  private final QueueLog log;
  private final StateLogs state;
  private final boolean isAtomic;
  private final LongSupplier clock;

  /** Guarded by this. */
  private final List<@Nullable Future<Subscriptions>> shards = new ArrayList<>();

  private @Nullable Future<Subscriptions> inMemory;

  private volatile boolean isClosed;

  Shards(
      Vertx vertx, QueueLog log, StateLogs state, Capabilities capabilities, LongSupplier clock) {
    this.vertx = vertx;
    this.log = log;
    this.state = state;
    this.isAtomic = capabilities.can(Feature.ATOMIC_APPEND);
    this.clock = clock;
  }

  /** Opens the subscription of a queue, under the queue's id. */
  Future<Subscription> open(
      String id,
      List<TopicPartition> partitions,
      SubscriptionOptions options,
      DeadLetters deadLetters) {
    if (isClosed) {
      return Future.failedFuture(new Failure.Unavailable("the gateway is stopping"));
    }
    boolean isInMemory = log.isInMemory(partitions.getFirst());
    Future<Subscriptions> shard = isInMemory ? inMemory() : shard(id);
    return shard.compose(
        all ->
            all.open(id, partitions, Subscriptions.Start.EARLIEST, options, deadLetters)
                .recover(cause -> lost(id, shard, all, cause)));
  }

  /** Ends a subscription and forgets what it has settled. */
  Future<Void> delete(String id, boolean isInMemory) {
    return (isInMemory ? inMemory() : shard(id)).compose(all -> all.delete(id));
  }

  private synchronized Future<Subscriptions> inMemory() {
    Future<Subscriptions> known = inMemory;
    if (known == null) {
      known = Subscriptions.open(vertx, log, false, new MemoryState(log), clock);
      inMemory = known;
    }
    return known;
  }

  private synchronized Future<Subscriptions> shard(String id) {
    while (shards.size() < COUNT) {
      shards.add(null);
    }
    int index = Math.floorMod(id.hashCode(), COUNT);
    Future<Subscriptions> known = shards.get(index);
    if (known == null || known.failed()) {
      known =
          state
              .ensure(TOPIC, COUNT)
              .compose(partitions -> state.open(TOPIC, index % partitions))
              .compose(
                  opened ->
                      Subscriptions.open(vertx, log, isAtomic, new SplitState(opened, log), clock));
      shards.set(index, known);
    }
    return known;
  }

  /** What cannot be opened there may be opened anew, once. */
  private Future<Subscription> lost(
      String id, Future<Subscriptions> shard, Subscriptions all, Throwable cause) {
    if (all.isOver()) {
      synchronized (this) {
        int index = shards.indexOf(shard);
        if (index >= 0) {
          shards.set(index, null);
          return all.close().transform(closed -> Future.failedFuture(cause));
        }
      }
    }
    return Future.failedFuture(cause);
  }

  /** Whether nothing is opened any more. */
  boolean isClosed() {
    return isClosed;
  }

  /** Ends all subscriptions in order, and opens none any more. */
  Future<Void> close() {
    isClosed = true;
    List<Future<Void>> ends = new ArrayList<>();
    synchronized (this) {
      shards.stream()
          .filter(shard -> shard != null)
          .forEach(shard -> ends.add(shard.compose(Subscriptions::close)));
      Future<Subscriptions> memory = inMemory;
      if (memory != null) {
        ends.add(memory.compose(Subscriptions::close));
      }
    }
    return Future.join(ends).mapEmpty();
  }
}

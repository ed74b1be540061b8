package io.weir.core.publish;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.PartitionLog;
import io.weir.core.access.Access;
import io.weir.core.address.Address;
import io.weir.core.event.Events;
import io.weir.core.limit.Limits;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import io.weir.core.topic.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way in. Access says whether the caller may, limits say whether now, the address gives the
 * targets, and the future completes when the append is as durable as the topic asks. Publications
 * of one caller to one partition made on one thread are stored in that order. Completed on the
 * caller's Vert.x context, if it has one.
 */
public interface Publisher {

  /**
   * Publishes one message. Its partition follows from the key as Apache Kafka's default partitioner
   * would choose it (murmur2); without a key, partitions take turns. The topic is created if the
   * tenant creates topics on first use. Messages that come in the same turn of an event loop for
   * the same partition are stored as one batch.
   */
  Future<Receipt> publish(Caller caller, Address address, Message message);

  /**
   * Publishes one batch to a partition, as it is. Past a limit it is stored all the same, and the
   * receipt says for how long its publisher should wait.
   *
   * @param batch exactly one record batch; given away
   */
  Future<Receipt> publishBatch(Caller caller, Topic topic, int partition, ByteBuf batch);

  /**
   * Stores one message in several places, in one step where the backend can do that. Whoever calls
   * this has found out that the caller may send it there; it is charged once. Of several places
   * those that are gone meanwhile are left out. The order is kept in each of them, as that of
   * {@link #publish} is among its own.
   *
   * @param what it was sent to, in events and in sentences for the client
   * @param body given away
   * @param targets one at least, each partition once
   */
  Future<Void> publishTo(Caller caller, String what, @Nullable ByteBuf body, List<Target> targets);

  /**
   * Stores several messages in one step where the backend can do that; as {@link #publishTo}
   * otherwise.
   *
   * @param all one at least, together no larger than a batch may be; in their order
   */
  Future<Void> publishTogether(Caller caller, List<Sent> all);

  /**
   * Room for publications on the caller's event loop, which its tenant shares with all others: it
   * may have as much on its way there as it leaves free. A protocol that can let its client wait
   * asks before it publishes, for what is published past that is refused, and also what would
   * overtake who waits.
   *
   * @param caller who is going to publish
   * @param bytes of all of it
   * @return completes on that event loop when there is room, which is the caller's if it publishes
   *     at once; or when the publisher is closed, which then refuses, as it does whoever comes when
   *     very many of the tenant wait. Never fails
   */
  Future<Void> room(Caller caller, int bytes);

  /**
   * Takes nothing more ({@link io.weir.core.failure.Failure.Unavailable}); completes when all that
   * was taken is durable, or has failed. Idempotent.
   */
  Future<Void> close();

  /**
   * The way into a log.
   *
   * @param maxBytesInFlight of messages that one event loop has taken and that are not yet durable,
   *     of all tenants; past it, or past its tenant's share, one is refused with {@link
   *     io.weir.core.failure.Failure.Throttled}
   */
  static Publisher to(
      Vertx vertx,
      PartitionLog log,
      Topics topics,
      Access access,
      Limits limits,
      Events events,
      int maxBytesInFlight) {
    Partitioner partitioner = new Partitioner();
    topics.onChange(partitioner);
    return new TurnPublisher(
        vertx, new Route(log, topics, access, limits, events, partitioner, maxBytesInFlight));
  }
}

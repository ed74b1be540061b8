package io.weir.core.producer;

import io.vertx.core.Future;
import io.weir.backend.ProducerStore;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.backend.TopicPartition;
import io.weir.core.access.Access;
import io.weir.core.access.Access.Extent;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.failure.BackendFailures;
import io.weir.core.failure.Failure;
import io.weir.core.failure.Failure.InvalidRequest;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import io.weir.core.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The producers of all tenants: {@link ProducerStore}, in whose words the methods are described,
 * with transactional ids that are unique in their tenant only. Futures fail with {@link Failure}.
 */
public final class Producers {
  /** The longest transactional id, in bytes of UTF-8. */
  public static final int MAX_TRANSACTIONAL_ID_BYTES = 512;

  private final ProducerStore store;
  private final Topics topics;
  private final Access access;

  public Producers(ProducerStore store, Topics topics, Access access) {
    this.store = store;
    this.topics = topics;
    this.access = access;
  }

  /** A new producer id with epoch 0, never given out before. */
  public Future<ProducerEpoch> newProducer(Caller caller) {
    return answered(store.newProducer(), "the producers");
  }

  /**
   * See {@link ProducerStore#newTransactionalProducer}.
   *
   * @return fails with {@link Failure.Denied} if the caller may not publish under that id, as do
   *     {@link #enlist} and {@link #end}
   */
  public Future<ProducerEpoch> newTransactionalProducer(
      Caller caller, String transactionalId, int timeoutMillis, @Nullable ProducerEpoch expected) {
    int length = transactionalId.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > MAX_TRANSACTIONAL_ID_BYTES) {
      return Future.failedFuture(
          new InvalidRequest(
              "a transactional id is 1 to " + MAX_TRANSACTIONAL_ID_BYTES + " bytes of UTF-8 long"));
    }
    if (!mayUse(caller, transactionalId)) {
      return denied(transactionalId);
    }
    return answered(
        store.newTransactionalProducer(id(caller, transactionalId), timeoutMillis, expected),
        "transactional id '" + transactionalId + "'");
  }

  /**
   * See {@link ProducerStore#enlist}.
   *
   * @return fails with {@link Failure.UnknownTopic} or {@link Failure.Denied}, and enlists nothing,
   *     if the caller may not publish to all of the partitions; with a right to some keys it may,
   *     and its batches are looked into
   */
  public Future<Void> enlist(
      Caller caller,
      String transactionalId,
      ProducerEpoch producer,
      Set<TopicPartition> partitions) {
    if (!mayUse(caller, transactionalId)) {
      return denied(transactionalId);
    }
    for (TopicPartition partition : partitions) {
      Failure refusal = refusal(caller, partition);
      if (refusal != null) {
        return Future.failedFuture(refusal);
      }
    }
    return answered(
        store.enlist(id(caller, transactionalId), producer, partitions),
        "transactional id '" + transactionalId + "'");
  }

  /** See {@link ProducerStore#end}. */
  public Future<ProducerEpoch> end(
      Caller caller, String transactionalId, ProducerEpoch producer, Outcome outcome) {
    if (!mayUse(caller, transactionalId)) {
      return denied(transactionalId);
    }
    return answered(
        store.end(id(caller, transactionalId), producer, outcome),
        "transactional id '" + transactionalId + "'");
  }

  private @Nullable Failure refusal(Caller caller, TopicPartition partition) {
    Topic topic = topics.find(caller.tenant(), partition.topic()).orElse(null);
    if (topic == null) {
      return new Failure.UnknownTopic("there is no topic with id " + partition.topic());
    }
    Resource resource = Resource.topic(topic.name().text());
    return access.extent(caller, Operation.PUBLISH, resource) != Extent.NONE
        ? null
        : new Failure.Denied("you may not publish to " + topic.name().called());
  }

  private boolean mayUse(Caller caller, String transactionalId) {
    return access.allows(caller, Operation.PUBLISH, Resource.transactionalId(transactionalId));
  }

  private static <T> Future<T> denied(String transactionalId) {
    return Future.failedFuture(
        new Failure.Denied("you may not use transactional id '" + transactionalId + "'"));
  }

  private static String id(Caller caller, String transactionalId) {
    return caller.tenant().name() + "/" + transactionalId;
  }

  private static <T> Future<T> answered(Future<T> future, String what) {
    return future.recover(cause -> Future.failedFuture(BackendFailures.of(cause, what)));
  }
}

package io.weir.core.publish;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.weir.backend.AppendResult;
import io.weir.backend.TopicPartition;
import io.weir.core.address.TopicName;
import io.weir.core.failure.BackendFailures;
import io.weir.core.failure.Failure;
import io.weir.core.failure.Failure.InvalidRequest;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop has taken in and not yet given to the log: messages that came in the present
 * turn, as one batch for each partition, and messages that wait for their topic to be created. Used
 * on that loop only, but for {@link #close}.
 */
final class Turn {
  private final Route route;
  private final PublishRights rights;
  private final PublishLimits limits;
  private final ContextInternal context;
  private final InFlight inFlight;
  private final Map<TopicPartition, Deque<OpenBatch>> open = new LinkedHashMap<>();
  private final Map<UUID, Integer> keylessPartitions = new HashMap<>();
  private final Map<Destination, Deque<Publication>> waiting = new HashMap<>();
  private final SpreadTurn spreads;
  private boolean flushing;

  Turn(Route route, ContextInternal context) {
    this.route = route;
    this.rights = new PublishRights(route.access());
    this.limits = new PublishLimits(route.limits(), route.events());
    this.context = context;
    this.spreads = new SpreadTurn(route.log(), this::ended);
    this.inFlight =
        new InFlight(route.maxBytesInFlight(), work -> context.runOnContext(onLoop -> work.run()));
  }

  private record Destination(Tenant tenant, TopicName topic) {}

  void take(Publication publication) {
    Failure refusal = refusal(publication);
    if (refusal != null) {
      publication.releaseBody();
      publication.ticket.refused(refusal);
      return;
    }
    Tenant tenant = publication.ticket.caller().tenant();
    inFlight.begin(tenant, publication.ticket.bytes());
    Destination destination = new Destination(tenant, publication.address.topic());
    Deque<Publication> before = waiting.get(destination);
    if (before != null) {
      before.add(publication);
      return;
    }
    Optional<Topic> topic = route.topics().find(destination.tenant, destination.topic);
    if (topic.isPresent()) {
      stage(topic.get(), publication);
    } else {
      awaitTopic(destination, publication);
    }
  }

  /** Takes a message for a set of places, to which its sender may send it: that is known. */
  void take(Spread message) {
    Tenant tenant = message.caller.tenant();
    Failure crowded = inFlight.refusal(tenant, message.bytes);
    Failure refusal = crowded != null ? crowded : limits.refusal(message);
    if (refusal != null) {
      message.releaseBody();
      message.refused(refusal);
      return;
    }
    inFlight.begin(tenant, message.allBytes());
    message.published();
    spreads.take(message);
    flushLater();
  }

  /** Takes messages that are to be stored together; behind those that came before. */
  void take(List<Spread> together) {
    Failure refusal = refusal(together);
    if (refusal != null) {
      together.forEach(Spread::releaseBody);
      together.forEach(message -> message.refused(refusal));
      return;
    }
    for (Spread message : together) {
      inFlight.begin(message.caller.tenant(), message.allBytes());
      message.published();
    }
    spreads.flush();
    spreads.append(together);
  }

  private @Nullable Failure refusal(List<Spread> together) {
    int bytes = together.stream().mapToInt(message -> message.bytes).sum();
    Failure crowded = inFlight.refusal(together.getFirst().caller.tenant(), bytes);
    return crowded != null ? crowded : limits.refusal(together);
  }

  private void ended(Spread message, @Nullable Failure failure) {
    inFlight.end(message.caller.tenant(), message.allBytes());
    if (failure == null) {
      message.stored();
    } else {
      message.refused(failure);
    }
  }

  private @Nullable Failure refusal(Publication publication) {
    Failure denied = rights.refusal(publication);
    if (denied != null) {
      return denied;
    }
    if (publication.message.timestamp() < Message.NOW) {
      return new InvalidRequest("a timestamp is in milliseconds since 1970, from 0");
    }
    Ticket ticket = publication.ticket;
    Failure crowded = inFlight.refusal(ticket.caller().tenant(), ticket.bytes());
    return crowded != null ? crowded : limits.refusal(ticket);
  }

  private void awaitTopic(Destination destination, Publication first) {
    Deque<Publication> queue = new ArrayDeque<>();
    queue.add(first);
    waiting.put(destination, queue);
    route
        .topics()
        .findOrCreate(first.ticket.caller(), destination.topic)
        .onComplete(
            topic -> topicIsThere(destination, topic),
            cause -> topicIsNotThere(destination, cause));
  }

  private void topicIsThere(Destination destination, Topic topic) {
    Deque<Publication> queue = waiting.remove(destination);
    if (queue != null) {
      queue.forEach(publication -> stage(topic, publication));
    }
  }

  private void topicIsNotThere(Destination destination, Throwable cause) {
    Deque<Publication> queue = waiting.remove(destination);
    if (queue != null) {
      Failure failure = BackendFailures.of(cause, destination.topic.called());
      queue.forEach(publication -> drop(publication, failure));
    }
  }

  private void stage(Topic topic, Publication publication) {
    Caller caller = publication.ticket.caller();
    int largest = limits.largest(caller, topic);
    if (publication.bodyBytes() > largest) {
      drop(publication, limits.tooLarge(caller, topic));
      return;
    }
    int partition = partition(topic, publication);
    Deque<OpenBatch> batches =
        open.computeIfAbsent(topic.partition(partition), place -> new ArrayDeque<>());
    OpenBatch batch = batches.peekLast();
    if (batch == null || !batch.hasRoom(publication)) {
      batch = new OpenBatch(topic, partition);
      batches.add(batch);
    }
    batch.add(publication);
    if (batch.sizeInBytes() > largest) { // then it is the only message of its batch
      batches.removeLast().discard();
      settle(publication.ticket, limits.tooLarge(caller, topic));
      return;
    }
    publication.ticket.published(topic, partition);
    flushLater();
  }

  private void flushLater() {
    if (!flushing) {
      flushing = true;
      context.runOnContext(turnEnded -> flush());
    }
  }

  private int partition(Topic topic, Publication publication) {
    byte[] key = publication.key;
    // All messages without a key of one turn go together: partitions take turns by batches.
    return key == null
        ? keylessPartitions.computeIfAbsent(topic.id(), id -> route.partitioner().next(topic))
        : Partitioner.of(key, topic.partitions());
  }

  private void flush() {
    flushing = false;
    keylessPartitions.clear();
    List<Deque<OpenBatch>> all = new ArrayList<>(open.values());
    open.clear();
    all.forEach(batches -> batches.forEach(this::append));
    spreads.flush();
  }

  private void append(OpenBatch batch) {
    route
        .log()
        .append(batch.topic.partition(batch.partition), batch.build())
        .onComplete(result -> settle(batch, result));
  }

  private void settle(OpenBatch batch, AsyncResult<AppendResult> result) {
    if (result.failed()) {
      Failure failure = BackendFailures.of(result.cause(), batch.topic.name().called());
      batch.publications.forEach(publication -> settle(publication.ticket, failure));
      return;
    }
    long offset = result.result().baseOffset();
    long logStart = logStart(result.result());
    for (Publication publication : batch.publications) {
      settle(publication.ticket, new Receipt(batch.topic, batch.partition, offset++, logStart));
    }
  }

  /** Takes a batch that is appended as it is, after the messages that came before it. */
  void take(WholeBatch whole) {
    Failure refusal = refusal(whole);
    if (refusal != null) {
      whole.batch().release();
      whole.ticket().refused(refusal);
      return;
    }
    inFlight.begin(whole.topic().tenant(), whole.ticket().bytes());
    long throttleMillis = limits.charge(whole.ticket());
    Topic topic = whole.topic();
    TopicPartition place = topic.partition(whole.partition());
    topicIsThere(new Destination(topic.tenant(), topic.name()), topic);
    Deque<OpenBatch> before = open.remove(place);
    if (before != null) {
      before.forEach(this::append);
    }
    whole.ticket().published(topic, whole.partition());
    route
        .log()
        .append(place, whole.batch())
        .onComplete(
            result ->
                settle(
                    whole.ticket(),
                    new Receipt(
                        topic,
                        whole.partition(),
                        result.baseOffset(),
                        logStart(result),
                        throttleMillis)),
            cause -> settle(whole.ticket(), BackendFailures.of(cause, topic.name().called())));
  }

  private @Nullable Failure refusal(WholeBatch whole) {
    Topic topic = whole.topic();
    if (!topic.tenant().equals(whole.ticket().caller().tenant())) {
      return topic.name().unknown();
    }
    Failure denied = rights.refusal(whole);
    if (denied != null) {
      return denied;
    }
    Failure limited = limits.refusal(whole);
    if (limited != null) {
      return limited;
    }
    return topic.hasPartition(whole.partition())
        ? inFlight.refusal(topic.tenant(), whole.ticket().bytes())
        : topic.noPartition(whole.partition());
  }

  private void drop(Publication publication, Failure failure) {
    publication.releaseBody();
    settle(publication.ticket, failure);
  }

  private void settle(Ticket ticket, Receipt receipt) {
    inFlight.end(ticket.caller().tenant(), ticket.bytes());
    ticket.stored(receipt);
  }

  private void settle(Ticket ticket, Failure failure) {
    inFlight.end(ticket.caller().tenant(), ticket.bytes());
    ticket.refused(failure);
  }

  /** Completes when there is room for so many bytes of a tenant. */
  Future<Void> room(Tenant tenant, int bytes) {
    return inFlight.room(tenant, bytes);
  }

  /** Takes nothing more; completes when all that was taken is durable, or has failed. */
  Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    context.runOnContext(onLoop -> closeHere().onComplete(closed));
    return closed.future();
  }

  /** {@link #close}, on the loop. */
  Future<Void> closeHere() {
    return inFlight.close();
  }

  private static long logStart(AppendResult result) {
    return switch (result) {
      case AppendResult.Appended appended -> appended.logStartOffset();
      case AppendResult.Duplicate duplicate -> -1;
    };
  }
}

package io.weir.core.publish;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.weir.backend.AppendResult;
import io.weir.backend.TopicPartition;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
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
  static final long RETRY_MILLIS = 100;

  private final Route route;
  private final ContextInternal context;
  private final Map<TopicPartition, Deque<OpenBatch>> open = new LinkedHashMap<>();
  private final Map<UUID, Integer> keylessPartitions = new HashMap<>();
  private final Map<Destination, Deque<Publication>> waiting = new HashMap<>();
  private boolean flushing;
  private long bytesInFlight;
  private int inFlight;
  private @Nullable Promise<Void> closing;

  Turn(Route route, ContextInternal context) {
    this.route = route;
    this.context = context;
  }

  private record Destination(Tenant tenant, TopicName topic) {}

  void take(Publication publication) {
    Failure refusal = refusal(publication);
    if (refusal != null) {
      publication.releaseBody();
      answer(publication, refusal);
      return;
    }
    begin(publication.bytes);
    Destination destination =
        new Destination(publication.caller.tenant(), publication.address.topic());
    Deque<Publication> queue = waiting.get(destination);
    if (queue != null) {
      queue.add(publication);
      return;
    }
    Optional<Topic> topic = route.topics().find(destination.tenant, destination.topic);
    if (topic.isPresent()) {
      stage(topic.get(), publication);
    } else {
      awaitTopic(destination, publication);
    }
  }

  private @Nullable Failure refusal(Publication publication) {
    Caller caller = publication.caller;
    String topic = publication.address.topic().text();
    if (!route.access().allows(caller, Operation.PUBLISH, Resource.topic(topic))) {
      return denied(topic);
    }
    if (publication.message.timestamp() < Message.NOW) {
      return new InvalidRequest(
          InvalidRequest.Subject.OTHER, "a timestamp is in milliseconds since 1970, from 0");
    }
    Failure crowded = crowded(publication.bytes);
    if (crowded != null) {
      return crowded;
    }
    long wait = route.limits().publish(caller, 1, publication.bytes);
    return wait > 0
        ? new Failure.Throttled("the limit of what may be published is reached", wait)
        : null;
  }

  private void awaitTopic(Destination destination, Publication first) {
    Deque<Publication> queue = new ArrayDeque<>();
    queue.add(first);
    waiting.put(destination, queue);
    route
        .topics()
        .findOrCreate(first.caller, destination.topic)
        .onComplete(
            created -> {
              if (created.succeeded()) {
                topicIsThere(destination, created.result());
              } else {
                topicIsNotThere(destination, created.cause());
              }
            });
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
      Failure failure = BackendFailures.of(cause, "topic '" + destination.topic + "'");
      queue.forEach(publication -> drop(publication, failure));
    }
  }

  private void stage(Topic topic, Publication publication) {
    int largest = topic.settings().maxBatchBytes();
    if (publication.bodyBytes() > largest) {
      drop(publication, tooLarge(topic));
      return;
    }
    int partition = partition(topic, publication);
    Deque<OpenBatch> batches =
        open.computeIfAbsent(topic.partition(partition), p -> new ArrayDeque<>());
    OpenBatch batch = batches.peekLast();
    if (batch == null || !batch.hasRoom(publication)) {
      batch = new OpenBatch(topic, partition);
      batches.add(batch);
    }
    batch.add(publication);
    if (batch.sizeInBytes() > largest) { // then it is the only message of its batch
      batches.removeLast().discard();
      end(publication.bytes);
      answer(publication, tooLarge(topic));
      return;
    }
    route
        .events()
        .emit(
            () -> new Event.Published(publication.caller, topic, partition, 1, publication.bytes));
    flushSoon();
  }

  private int partition(Topic topic, Publication publication) {
    byte[] key = publication.key;
    // All messages without a key of one turn go together: partitions take turns by batches.
    return key == null
        ? keylessPartitions.computeIfAbsent(topic.id(), id -> route.partitioner().next(topic))
        : Partitioner.of(key, topic.partitions());
  }

  private void flushSoon() {
    if (!flushing) {
      flushing = true;
      ContextInternal.current().runOnContext(turnEnded -> flush());
    }
  }

  private void flush() {
    flushing = false;
    keylessPartitions.clear();
    List<Deque<OpenBatch>> all = new ArrayList<>(open.values());
    open.clear();
    all.forEach(batches -> batches.forEach(this::append));
  }

  private void append(OpenBatch batch) {
    route
        .log()
        .append(batch.topic.partition(batch.partition), batch.build())
        .onComplete(result -> settle(batch, result));
  }

  private void settle(OpenBatch batch, AsyncResult<AppendResult> result) {
    if (result.failed()) {
      Failure failure = BackendFailures.of(result.cause(), called(batch.topic));
      batch.publications.forEach(
          publication -> {
            end(publication.bytes);
            answer(publication, failure);
          });
      return;
    }
    long offset = result.result().baseOffset();
    for (Publication publication : batch.publications) {
      end(publication.bytes);
      answer(publication, receipt(batch.topic, batch.partition, offset++, result.result(), 0));
    }
  }

  /** A batch that is appended as it is, after the messages that came before it. */
  void take(WholeBatch whole) {
    Topic topic = whole.topic();
    Failure refusal = refusal(whole);
    if (refusal != null) {
      whole.batch().release();
      answer(whole, refusal);
      return;
    }
    long wait = route.limits().publish(whole.caller(), whole.records(), whole.bytes());
    topicIsThere(new Destination(topic.tenant(), topic.name()), topic);
    TopicPartition place = topic.partition(whole.partition());
    Deque<OpenBatch> before = open.remove(place);
    if (before != null) {
      before.forEach(this::append);
    }
    int bytes = whole.bytes();
    int records = whole.records();
    long taken = System.nanoTime();
    begin(bytes);
    route
        .events()
        .emit(() -> new Event.Published(whole.caller(), topic, whole.partition(), records, bytes));
    route
        .log()
        .append(place, whole.batch())
        .onComplete(
            result -> {
              end(bytes);
              if (result.failed()) {
                answer(whole, BackendFailures.of(result.cause(), called(topic)));
                return;
              }
              Receipt receipt =
                  receipt(
                      topic,
                      whole.partition(),
                      result.result().baseOffset(),
                      result.result(),
                      wait);
              route.events().emit(() -> stored(whole.caller(), receipt, records, bytes, taken));
              whole.promise().complete(receipt);
            });
  }

  private @Nullable Failure refusal(WholeBatch whole) {
    Topic topic = whole.topic();
    if (!topic.tenant().equals(whole.caller().tenant())) {
      return new Failure.UnknownTopic(called(topic) + " does not exist");
    }
    Resource resource = Resource.topic(topic.name().text());
    if (!route.access().allows(whole.caller(), Operation.PUBLISH, resource)) {
      return denied(topic.name().text());
    }
    if (whole.partition() < 0 || whole.partition() >= topic.partitions()) {
      return topic.noPartition(whole.partition());
    }
    return crowded(whole.bytes());
  }

  private @Nullable Failure crowded(int bytes) {
    if (closing != null) {
      return new Failure.Unavailable("the gateway is stopping");
    }
    return inFlight > 0 && bytesInFlight + bytes > route.maxBytesInFlight()
        ? new Failure.Throttled("too much is on its way to the log; try again", RETRY_MILLIS)
        : null;
  }

  private void drop(Publication publication, Failure failure) {
    publication.releaseBody();
    end(publication.bytes);
    answer(publication, failure);
  }

  private void answer(Publication publication, Receipt receipt) {
    route
        .events()
        .emit(
            () ->
                stored(publication.caller, receipt, 1, publication.bytes, publication.takenNanos));
    publication.stored(receipt);
  }

  private void answer(Publication publication, Failure failure) {
    refused(publication.caller, publication.address.topic(), failure);
    publication.failed(failure);
  }

  private void answer(WholeBatch whole, Failure failure) {
    refused(whole.caller(), whole.topic().name(), failure);
    whole.promise().fail(failure);
  }

  private void refused(Caller caller, TopicName topic, Failure failure) {
    route.events().emit(() -> new Event.Refused(caller, "publish", topic.text(), failure));
  }

  private void begin(int bytes) {
    inFlight++;
    bytesInFlight += bytes;
  }

  private void end(int bytes) {
    inFlight--;
    bytesInFlight -= bytes;
    if (inFlight == 0 && closing != null) {
      closing.complete();
    }
  }

  /** Takes nothing more; completes when all that was taken is durable, or has failed. */
  Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    context.runOnContext(onLoop -> closeHere().onComplete(closed));
    return closed.future();
  }

  /** {@link #close}, on the loop. */
  Future<Void> closeHere() {
    if (closing == null) {
      closing = Promise.promise();
      if (inFlight == 0) {
        closing.complete();
      }
    }
    return closing.future();
  }

  private static Receipt receipt(
      Topic topic, int partition, long offset, AppendResult result, long throttleMillis) {
    long logStart =
        switch (result) {
          case AppendResult.Appended appended -> appended.logStartOffset();
          case AppendResult.Duplicate duplicate -> -1;
        };
    return new Receipt(topic, partition, offset, logStart, throttleMillis);
  }

  private static Event.Stored stored(
      Caller caller, Receipt receipt, int records, int bytes, long since) {
    return new Event.Stored(
        caller,
        receipt.topic(),
        receipt.partition(),
        receipt.offset(),
        records,
        bytes,
        System.nanoTime() - since);
  }

  private static Failure denied(String topic) {
    return new Failure.Denied("you may not publish to topic '" + topic + "'");
  }

  private static Failure tooLarge(Topic topic) {
    return new Failure.TooLarge(
        called(topic)
            + " takes messages whose batch is at most "
            + topic.settings().maxBatchBytes()
            + " bytes long");
  }

  private static String called(Topic topic) {
    return "topic '" + topic.name() + "'";
  }
}

package io.weir.core.publish;

import io.vertx.core.Promise;
import io.weir.core.event.Event;
import io.weir.core.event.Events;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;

/** Who published, how much, and where the answer goes. Answered exactly once. */
final class Ticket {
  private final Caller caller;
  private final String topicName;
  private final int records;
  private final int bytes;
  private final Promise<Receipt> promise;
  private final Events events;
  private final long takenNanos = System.nanoTime();

  Ticket(
      Caller caller,
      String topicName,
      int records,
      int bytes,
      Promise<Receipt> promise,
      Events events) {
    this.caller = caller;
    this.topicName = topicName;
    this.records = records;
    this.bytes = bytes;
    this.promise = promise;
    this.events = events;
  }

  Caller caller() {
    return caller;
  }

  String topicName() {
    return topicName;
  }

  int records() {
    return records;
  }

  int bytes() {
    return bytes;
  }

  void published(Topic topic, int partition) {
    events.emit(() -> new Event.Published(caller, topic.name().text(), partition, records, bytes));
  }

  void stored(Receipt receipt) {
    events.emit(
        () ->
            new Event.Stored(
                caller,
                receipt.topic().name().text(),
                receipt.partition(),
                receipt.offset(),
                records,
                bytes,
                System.nanoTime() - takenNanos));
    promise.complete(receipt);
  }

  void refused(Failure failure) {
    events.emit(() -> new Event.Refused(caller, "publish", topicName, failure));
    promise.fail(failure);
  }
}

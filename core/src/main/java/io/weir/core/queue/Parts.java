package io.weir.core.queue;

import io.vertx.core.Vertx;
import io.weir.backend.Capabilities;
import io.weir.core.event.Event;
import io.weir.core.event.Events;
import io.weir.core.limit.Limits;
import io.weir.core.metadata.MetadataJournal;
import io.weir.core.publish.Publisher;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Names;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topics;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What queues are made of.
 *
 * @param events are told what is delivered and settled
 * @param names whether a tenant's queues and topics share their names
 * @param headerTypes of all heads
 * @param clock milliseconds since 1970
 */
record Parts(
    Vertx vertx,
    Capabilities capabilities,
    Topics topics,
    Publisher publisher,
    QueueLog log,
    MetadataJournal metadata,
    QueueRights rights,
    Limits limits,
    Events events,
    Function<Tenant, Names> names,
    List<HeaderTypes> headerTypes,
    Shards shards,
    LongSupplier clock) {

  /** Messages were handed to a consumer of a queue, of which this is the first. */
  void delivered(
      Caller caller, String queue, int partition, long offset, int messages, long bytes) {
    int all = (int) Math.min(bytes, Integer.MAX_VALUE);
    events.emit(() -> new Event.Delivered(caller, queue, partition, offset, messages, all));
  }

  /**
   * A consumer has settled messages of a queue.
   *
   * @param unknown those of the numbers that named nothing in its hands
   */
  void settled(Caller caller, String queue, List<Long> numbers, List<Long> unknown) {
    int count = numbers.size() - unknown.size();
    if (count > 0) {
      events.emit(() -> Event.Settled.messages(caller, queue, count));
    }
  }
}

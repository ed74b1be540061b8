package io.weir.core.publish;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Promise;
import io.weir.core.event.Events;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import io.weir.record.BatchFormat;

/** A batch that passes as it is. */
record WholeBatch(Ticket ticket, Topic topic, int partition, ByteBuf batch) {

  static WholeBatch of(
      Caller caller,
      Topic topic,
      int partition,
      ByteBuf batch,
      Promise<Receipt> promise,
      Events events) {
    Ticket ticket =
        new Ticket(
            caller, topic.name().text(), records(batch), batch.readableBytes(), promise, events);
    return new WholeBatch(ticket, topic, partition, batch);
  }

  /** Records as the header has it, which the log has yet to check. */
  private static int records(ByteBuf batch) {
    int bytes = batch.readableBytes();
    return bytes < BatchFormat.HEADER_BYTES
        ? 1
        : Math.clamp(batch.getInt(batch.readerIndex() + BatchFormat.COUNT), 1, bytes);
  }
}

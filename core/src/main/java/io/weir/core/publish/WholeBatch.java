package io.weir.core.publish;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Promise;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import io.weir.record.BatchFormat;

/** A batch that passes as it is. */
record WholeBatch(
    Caller caller, Topic topic, int partition, ByteBuf batch, Promise<Receipt> promise) {

  int bytes() {
    return batch.readableBytes();
  }

  /** Records as the header has it, which the log has yet to check. */
  int records() {
    if (bytes() < BatchFormat.HEADER_BYTES) {
      return 1;
    }
    return Math.clamp(batch.getInt(batch.readerIndex() + BatchFormat.COUNT), 1, bytes());
  }
}

package io.weir.kafka.codec;

import io.netty.buffer.ByteBuf;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.RecordsSend;

/**
 * Record batches on their way out, as one of Kafka's response classes can hold them.
 *
 * @param bytes written by {@link ResponseEncoder} without copying; its owner stays who it was
 */
public record BatchBytes(ByteBuf bytes) implements BaseRecords {

  @Override
  public int sizeInBytes() {
    return bytes.readableBytes();
  }

  /** Kafka's own way to a socket, which is not ours. */
  @Override
  public RecordsSend<BatchBytes> toSend() {
    throw new UnsupportedOperationException("batches leave through the response encoder");
  }
}

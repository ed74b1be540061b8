package io.weir.kafka.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/** Writes responses as frames, length first. */
public final class ResponseEncoder {
  private ResponseEncoder() {}

  /**
   * @param version of the body; that of the request but for an {@code ApiVersions} request that is
   *     too new
   * @param body whose {@link BatchBytes} become part of the frame without being copied; their owner
   *     keeps them and may release them when this returns
   * @return the frame, which the caller owns
   */
  public static ByteBuf encode(
      ByteBufAllocator allocator, RequestHead head, short version, ApiMessage body) {
    short headerVersion = head.key().responseHeaderVersion(version);
    ResponseHeaderData header = new ResponseHeaderData().setCorrelationId(head.correlationId());
    ObjectSerializationCache cache = new ObjectSerializationCache();
    MessageSizeAccumulator size = new MessageSizeAccumulator();
    header.addSize(size, cache, headerVersion);
    body.addSize(size, cache, version);
    try (ResponseWriter writer =
        new ResponseWriter(allocator, Integer.BYTES + size.sizeExcludingZeroCopy())) {
      writer.writeInt(size.totalSize());
      header.write(writer, cache, headerVersion);
      body.write(writer, cache, version);
      return writer.finish();
    }
  }
}

package io.weir.kafka.codec;

import io.netty.buffer.ByteBuf;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.internal.BaseRecords;

/**
 * The body of a request, and the frame it was read from.
 *
 * @param message its fields; records in it are notes for {@link #batch} and nothing else
 * @param frame valid, with all slices taken from it, as long as its owner keeps it
 */
public record RequestBody(ApiMessage message, ByteBuf frame) {

  /**
   * Reads the rest of a frame.
   *
   * @param frame left at its body by {@link RequestHead#read}; not given away
   * @throws MalformedFrameException if it does not parse
   */
  public static RequestBody read(RequestHead head, ByteBuf frame) {
    ApiMessage message = head.key().messageType.newRequest();
    try {
      message.read(new RequestReader(frame), head.version());
    } catch (RuntimeException e) {
      throw new MalformedFrameException(
          "a "
              + head.key().name
              + " request of version "
              + head.version()
              + " does not parse: "
              + e.getMessage());
    }
    return new RequestBody(message, frame);
  }

  /** The bytes of a records field of this message, as a slice that is retained for the caller. */
  public ByteBuf batch(BaseRecords records) {
    RecordsInFrame place = RecordsInFrame.of(records);
    return frame.retainedSlice(place.index(), place.length());
  }
}

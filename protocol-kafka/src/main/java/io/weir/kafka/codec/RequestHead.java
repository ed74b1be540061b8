package io.weir.kafka.codec;

import io.netty.buffer.ByteBuf;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request: what is asked, in which version, and how to answer.
 *
 * @param version as the client gave it; whether there is such a version is not checked here
 * @param correlationId goes back with the answer
 */
public record RequestHead(
    ApiKeys key, short version, int correlationId, @Nullable String clientId) {

  /**
   * Looks which API a frame asks for, without reading on.
   *
   * @param frame at least 10 bytes, as {@link FrameDecoder} gives it out
   */
  public static short peekKey(ByteBuf frame) {
    return frame.getShort(frame.readerIndex());
  }

  /**
   * Reads the head, and leaves the frame at the body.
   *
   * @throws MalformedFrameException if it is none, or names an API that Kafka has not
   */
  public static RequestHead read(ByteBuf frame) {
    short id = peekKey(frame);
    short version = frame.getShort(frame.readerIndex() + Short.BYTES);
    if (!ApiKeys.hasId(id)) {
      throw new MalformedFrameException("a request with the unknown API key " + id);
    }
    ApiKeys key = ApiKeys.forId(id);
    try {
      RequestHeaderData data =
          new RequestHeaderData(new RequestReader(frame), key.requestHeaderVersion(version));
      return new RequestHead(key, version, data.correlationId(), data.clientId());
    } catch (RuntimeException e) {
      throw new MalformedFrameException(
          "the head of a " + key.name + " request does not parse: " + e.getMessage());
    }
  }
}

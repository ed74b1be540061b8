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

  /** What a frame asks for, as far as that is needed to know whether its head can be read. */
  public record Asked(ApiKeys key, short version) {}

  /**
   * Looks what a frame asks for, without reading on.
   *
   * @param frame at least 10 bytes, as {@link FrameDecoder} gives it out
   * @throws MalformedFrameException if Kafka has no such API
   */
  public static Asked peek(ByteBuf frame) {
    short id = frame.getShort(frame.readerIndex());
    if (!ApiKeys.hasId(id)) {
      throw new MalformedFrameException("a request with the unknown API key " + id);
    }
    return new Asked(ApiKeys.forId(id), frame.getShort(frame.readerIndex() + Short.BYTES));
  }

  /** Whether a frame asks for an API. */
  public static boolean asksFor(ApiKeys key, ByteBuf frame) {
    return frame.getShort(frame.readerIndex()) == key.id;
  }

  /**
   * Reads the head, and leaves the frame at the body.
   *
   * @throws MalformedFrameException if it does not parse
   */
  public static RequestHead read(Asked asked, ByteBuf frame) {
    ApiKeys key = asked.key();
    try {
      RequestHeaderData data =
          new RequestHeaderData(
              new RequestReader(frame), key.requestHeaderVersion(asked.version()));
      return new RequestHead(key, asked.version(), data.correlationId(), data.clientId());
    } catch (RuntimeException e) {
      throw new MalformedFrameException(
          "the head of a " + key.name + " request does not parse: " + e.getMessage());
    }
  }
}

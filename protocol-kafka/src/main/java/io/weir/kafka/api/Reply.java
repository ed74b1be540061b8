package io.weir.kafka.api;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.apache.kafka.common.protocol.ApiMessage;

/** What a request is answered with. */
public sealed interface Reply {

  /**
   * A response.
   *
   * @param version in which it is written
   * @param buffers what {@link io.weir.kafka.codec.BatchBytes} in the message point to; given away,
   *     and to be released once the message is written or dropped
   * @param throttleMillis for how long the connection's next request waits (KIP-219: the client is
   *     answered at once, and told to wait by itself)
   */
  record Answer(ApiMessage message, short version, List<ByteBuf> buffers, long throttleMillis)
      implements Reply {

    /** Lets go of the buffers. */
    public void release() {
      buffers.forEach(ByteBuf::release);
    }
  }

  /**
   * A response, after which the connection ends.
   *
   * @param reason a sentence for the log
   */
  record Farewell(Answer answer, String reason) implements Reply {}

  /** Bytes of a SASL mechanism, which go without a response's head. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Token(byte[] bytes) implements Reply {}

  /**
   * The client wants no response.
   *
   * @param throttleMillis for how long the connection's next request waits
   */
  record Silence(long throttleMillis) implements Reply {}

  /**
   * The connection ends, for want of another way to tell the client.
   *
   * @param reason a sentence for the log
   */
  record HangUp(String reason) implements Reply {}
}

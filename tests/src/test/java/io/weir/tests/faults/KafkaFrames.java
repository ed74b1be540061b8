package io.weir.tests.faults;

import java.nio.ByteBuffer;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;

/** Requests as the bytes that a client sends, length and all. */
final class KafkaFrames {
  private static final int CORRELATION = 7;

  private KafkaFrames() {}

  static byte[] of(AbstractRequest request) {
    return frame(request.serializeWithHeader(headerOf(request)));
  }

  /**
   * The same with other values for key and version, whose place is the beginning of every request.
   */
  static byte[] of(AbstractRequest request, int key, int version) {
    ByteBuffer bytes = request.serializeWithHeader(headerOf(request));
    bytes.putShort(0, (short) key).putShort(2, (short) version);
    return frame(bytes);
  }

  static byte[] frame(ByteBuffer payload) {
    ByteBuffer frame = ByteBuffer.allocate(4 + payload.remaining());
    return frame.putInt(payload.remaining()).put(payload).array();
  }

  /** Reads the answer to a request that was sent with {@link #of}. */
  static AbstractResponse answer(RawClient client, AbstractRequest request) throws Exception {
    int length = ByteBuffer.wrap(client.read(4)).getInt();
    return AbstractResponse.parseResponse(ByteBuffer.wrap(client.read(length)), headerOf(request));
  }

  private static RequestHeader headerOf(AbstractRequest request) {
    return new RequestHeader(request.apiKey(), request.version(), "raw", CORRELATION);
  }
}

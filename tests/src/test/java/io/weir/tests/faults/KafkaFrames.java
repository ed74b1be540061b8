package io.weir.tests.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.tests.servers.User;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.SaslAuthenticateRequest;
import org.apache.kafka.common.requests.SaslHandshakeRequest;

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

  /** Says who the client is, by SASL's PLAIN (RFC 4616). */
  static void logIn(RawClient client, User user) throws Exception {
    var mechanism =
        new SaslHandshakeRequest.Builder(new SaslHandshakeRequestData().setMechanism("PLAIN"))
            .build((short) 1);
    client.send(of(mechanism));
    requireNone(answer(client, mechanism));
    byte[] message = ("\0" + user.name() + "\0" + user.password()).getBytes(UTF_8);
    var proof =
        new SaslAuthenticateRequest.Builder(new SaslAuthenticateRequestData().setAuthBytes(message))
            .build((short) 1);
    client.send(of(proof));
    requireNone(answer(client, proof));
  }

  private static void requireNone(AbstractResponse answer) {
    if (!answer.errorCounts().equals(Map.of(Errors.NONE, 1))) {
      throw new AssertionError(answer);
    }
  }

  private static RequestHeader headerOf(AbstractRequest request) {
    return new RequestHeader(request.apiKey(), request.version(), "raw", CORRELATION);
  }
}

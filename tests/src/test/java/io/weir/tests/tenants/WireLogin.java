package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.SaslAuthenticateRequest;
import org.apache.kafka.common.requests.SaslAuthenticateResponse;
import org.apache.kafka.common.requests.SaslHandshakeRequest;

/** One connection of Kafka's protocol that says who it is, and is not made again when it ends. */
final class WireLogin implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final DataInputStream in;
  private int correlation;

  WireLogin(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Says a name and a password in the clear (RFC 4616); false if they are refused. */
  boolean plain(String name, String password) throws IOException {
    return first("PLAIN", '\0' + name + '\0' + password).error() == Errors.NONE;
  }

  /** The first message of an exchange, and what is answered. */
  SaslAuthenticateResponse first(String mechanism, String message) throws IOException {
    ask(
        new SaslHandshakeRequest.Builder(new SaslHandshakeRequestData().setMechanism(mechanism))
            .build((short) 1));
    return (SaslAuthenticateResponse)
        ask(
            new SaslAuthenticateRequest.Builder(
                    new SaslAuthenticateRequestData().setAuthBytes(message.getBytes(UTF_8)))
                .build((short) 1));
  }

  /** Whether it is answered. */
  boolean lives() throws IOException {
    return ask(MetadataRequest.Builder.allTopics().build((short) 1)) != null;
  }

  /** Waits until the other side ends it, and fails if it does not. */
  void awaitEnd() throws IOException {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (SocketException reset) {
      // Ended too.
    }
  }

  private AbstractResponse ask(AbstractRequest request) throws IOException {
    var header = new RequestHeader(request.apiKey(), request.version(), "wire", ++correlation);
    ByteBuffer payload = request.serializeWithHeader(header);
    socket
        .getOutputStream()
        .write(
            ByteBuffer.allocate(4 + payload.remaining())
                .putInt(payload.remaining())
                .put(payload)
                .array());
    byte[] answer = new byte[in.readInt()];
    in.readFully(answer);
    return AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

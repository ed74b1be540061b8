package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.SaslAuthenticateRequest;
import org.apache.kafka.common.requests.SaslAuthenticateResponse;
import org.apache.kafka.common.requests.SaslHandshakeRequest;
import org.apache.kafka.common.requests.SaslHandshakeResponse;

/** One connection of Kafka's protocol, of which every byte that comes is kept. */
final class KafkaTalk implements AutoCloseable {
  private static final Pattern RANDOM = Pattern.compile("(?<=[rs]=)[^,]+");

  private final Socket socket;
  private final DataInputStream in;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private int correlation;

  KafkaTalk(Way way, Credential credential) throws IOException {
    socket = way.connect(credential.identity());
    in = new DataInputStream(socket.getInputStream());
  }

  /** Says who it is; false if that was refused. */
  boolean logIn(Credential credential) throws Exception {
    return switch (credential.kind()) {
      case NONE, CERTIFICATE -> true;
      case PASSWORD ->
          begin("PLAIN") && said("\0" + credential.name() + "\0" + credential.secret()).isPresent();
      case TOKEN ->
          begin("OAUTHBEARER")
              && said("n,,\u0001auth=Bearer " + credential.secret() + "\u0001\u0001").isPresent();
      case SCRAM -> begin("SCRAM-SHA-256") && scram(credential);
    };
  }

  private boolean scram(Credential credential) throws Exception {
    var client = new ScramClient(credential.name(), credential.secret());
    Optional<String> challenge = said(client.first());
    return challenge.isPresent() && said(client.last(challenge.get())).isPresent();
  }

  /** Whether there is such a mechanism. */
  boolean begin(String mechanism) throws IOException {
    var response =
        ask(
            new SaslHandshakeRequest.Builder(new SaslHandshakeRequestData().setMechanism(mechanism))
                .build((short) 1),
            SaslHandshakeResponse.class);
    return response.error() == Errors.NONE;
  }

  /** Says the mechanism's next message, and gives its answer; empty if it is over. */
  Optional<String> said(String message) throws IOException {
    var response =
        ask(
            new SaslAuthenticateRequest.Builder(
                    new SaslAuthenticateRequestData().setAuthBytes(message.getBytes(UTF_8)))
                .build((short) 1),
            SaslAuthenticateResponse.class);
    return response.error() == Errors.NONE
        ? Optional.of(new String(response.saslAuthBytes(), UTF_8))
        : Optional.empty();
  }

  <T extends AbstractResponse> T ask(AbstractRequest request, Class<T> answer) throws IOException {
    var header = new RequestHeader(request.apiKey(), request.version(), "talk", ++correlation);
    ByteBuffer payload = request.serializeWithHeader(header);
    ByteBuffer frame = ByteBuffer.allocate(4 + payload.remaining());
    frame.putInt(payload.remaining()).put(payload);
    socket.getOutputStream().write(frame.array());
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    heard.writeBytes(bytes);
    return answer.cast(AbstractResponse.parseResponse(ByteBuffer.wrap(bytes), header));
  }

  /**
   * All that was heard until the other side ended it, a character for each byte; of a nonce and a
   * salt only how long they are. Fails if it does not end.
   */
  String heardToTheEnd() throws IOException {
    try {
      in.transferTo(heard);
    } catch (SocketException | SSLException reset) {
      // Ended too.
    }
    return RANDOM
        .matcher(heard.toString(ISO_8859_1))
        .replaceAll(it -> "#".repeat(it.group().length()));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

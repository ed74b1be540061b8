package io.weir.tests.topics;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * One request and its answer after the other, as Kafka's clients write them, without what those
 * remember of every topic they have met.
 */
final class WireClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 120_000;

  private final Socket socket;
  private final DataInputStream in;
  private int correlation;

  WireClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
  }

  <T extends AbstractResponse> T ask(AbstractRequest request, Class<T> answer) throws IOException {
    var header = new RequestHeader(request.apiKey(), request.version(), "topics", ++correlation);
    ByteBuffer payload = request.serializeWithHeader(header);
    ByteBuffer frame = ByteBuffer.allocate(4 + payload.remaining());
    frame.putInt(payload.remaining()).put(payload);
    socket.getOutputStream().write(frame.array());
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return answer.cast(AbstractResponse.parseResponse(ByteBuffer.wrap(bytes), header));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package io.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/** A client that says just what it is told to, in Kafka's own encoding. */
public final class WireClient implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;
  private int correlation;
  private int answered;

  public WireClient(int port) {
    this(connected(port));
  }

  /** One that speaks over a socket that there is. */
  public WireClient(Socket over) {
    try {
      socket = over;
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20_000);
      in = new DataInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket connected(int port) {
    try {
      return new Socket(InetAddress.getLoopbackAddress(), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request as it goes over the wire, length and all. */
  public static byte[] encode(ApiKeys key, int version, int correlation, ApiMessage body) {
    short apiVersion = (short) version;
    short headerVersion = key.requestHeaderVersion(apiVersion);
    RequestHeaderData header =
        new RequestHeaderData()
            .setRequestApiKey(key.id)
            .setRequestApiVersion(apiVersion)
            .setCorrelationId(correlation)
            .setClientId("wire");
    ObjectSerializationCache cache = new ObjectSerializationCache();
    int size = header.size(cache, headerVersion) + body.size(cache, apiVersion);
    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + size).putInt(size);
    ByteBufferAccessor out = new ByteBufferAccessor(frame);
    header.write(out, cache, headerVersion);
    body.write(out, cache, apiVersion);
    return frame.array();
  }

  /** Asks and takes the answer. */
  @SuppressWarnings("unchecked") // the caller knows which response its request has
  public <R extends ApiMessage> R call(ApiKeys key, int version, ApiMessage request) {
    send(key, version, request);
    return (R) receive(key, version);
  }

  public void send(ApiKeys key, int version, ApiMessage request) {
    send(encode(key, version, correlation++, request));
  }

  public void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that no answer is expected to the request sent last. */
  public void expectNoAnswer() {
    answered++;
  }

  /** Sends bytes with their length before them and nothing else, and takes the like. */
  public byte[] exchange(byte[] bytes) {
    send(ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes).array());
    return receiveFrame();
  }

  /** The next frame, without its length. */
  public byte[] receiveFrame() {
    try {
      byte[] frame = new byte[in.readInt()];
      in.readFully(frame);
      return frame;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ApiMessage receive(ApiKeys key, int version) {
    ByteBufferAccessor bytes = new ByteBufferAccessor(ByteBuffer.wrap(receiveFrame()));
    ResponseHeaderData header =
        new ResponseHeaderData(bytes, key.responseHeaderVersion((short) version));
    assertThat(header.correlationId()).as("the answers' order").isEqualTo(answered++);
    ApiMessage response = key.messageType.newResponse();
    response.read(bytes, (short) version);
    assertThat(bytes.remaining()).as("bytes after the response").isZero();
    return response;
  }

  /** Waits until the gateway has closed the connection, which must say nothing more. */
  public void expectEnd() {
    try {
      assertThat(in.read()).as("a byte where the end was expected").isEqualTo(-1);
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the connection is still open", e);
    } catch (IOException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.weir.bench.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.SaslAuthenticateRequest;
import org.apache.kafka.common.requests.SaslAuthenticateResponse;
import org.apache.kafka.common.requests.SaslHandshakeRequest;
import org.apache.kafka.common.requests.SaslHandshakeResponse;

/**
 * One Kafka connection, without the threads and buffers of Kafka's own clients: of those, a
 * thousand in one process would be measured and not the server.
 */
final class KafkaLink implements Link {
  private static final short PRODUCE_VERSION = 11;
  private static final int TIMEOUT_MILLIS = 30_000;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private byte[] message = {};

  private KafkaLink(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1024));
    this.out = socket.getOutputStream();
  }

  static KafkaLink connect(InetAddress from, int port) throws IOException {
    return new KafkaLink(Loopback.connect(from, port));
  }

  /** Asks for a SASL mechanism. */
  KafkaLink handshake(String mechanism) throws IOException {
    var request = new SaslHandshakeRequestData().setMechanism(mechanism);
    var answer = (SaslHandshakeResponse) ask(new SaslHandshakeRequest(request, (short) 1));
    check(answer.error(), mechanism);
    return this;
  }

  /** One step of SASL, and what the server says to it. */
  byte[] step(byte[] token) throws IOException {
    var request = new SaslAuthenticateRequestData().setAuthBytes(token);
    var answer = (SaslAuthenticateResponse) ask(new SaslAuthenticateRequest(request, (short) 1));
    check(answer.error(), String.valueOf(answer.errorMessage()));
    return answer.saslAuthBytes();
  }

  /** Proves by PLAIN who it is. */
  KafkaLink login(String user, String password) throws IOException {
    handshake("PLAIN").step(plain(user, password));
    return this;
  }

  /** What PLAIN says (RFC 4616). */
  static byte[] plain(String user, String password) {
    return ("\0" + user + "\0" + password).getBytes(UTF_8);
  }

  /** What {@link #send} publishes from now on: a batch of one record. */
  KafkaLink publishing(String topic, int partition, byte[] body) {
    var record = new SimpleRecord(System.currentTimeMillis(), null, body);
    var partitions =
        new ProduceRequestData.PartitionProduceData()
            .setIndex(partition)
            .setRecords(MemoryRecords.withRecords(Compression.NONE, record));
    var topics = new ProduceRequestData.TopicProduceDataCollection();
    topics.add(
        new ProduceRequestData.TopicProduceData()
            .setName(topic)
            .setPartitionData(List.of(partitions)));
    var data =
        new ProduceRequestData()
            .setAcks((short) -1)
            .setTimeoutMs(TIMEOUT_MILLIS)
            .setTopicData(topics);
    message = frame(ProduceRequest.builder(data).build(PRODUCE_VERSION));
    return this;
  }

  @Override
  public void send() throws IOException {
    out.write(message);
  }

  @Override
  public void receive() throws IOException {
    var answer = (ProduceResponse) read(ApiKeys.PRODUCE, PRODUCE_VERSION);
    for (var topic : answer.data().responses()) {
      for (var partition : topic.partitionResponses()) {
        check(Errors.forCode(partition.errorCode()), topic.name());
      }
    }
    if (answer.throttleTimeMs() > 0) {
      throw new RefusedException("slowed down by " + answer.throttleTimeMs() + " ms");
    }
  }

  /** Sends any request and waits for its answer. */
  AbstractResponse ask(AbstractRequest request) throws IOException {
    out.write(frame(request));
    return read(request.apiKey(), request.version());
  }

  private AbstractResponse read(ApiKeys key, short version) throws IOException {
    byte[] answer = new byte[in.readInt()];
    in.readFully(answer);
    return AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header(key, version));
  }

  private static byte[] frame(AbstractRequest request) {
    ByteBuffer body = request.serializeWithHeader(header(request.apiKey(), request.version()));
    return ByteBuffer.allocate(4 + body.remaining()).putInt(body.remaining()).put(body).array();
  }

  private static RequestHeader header(ApiKeys key, short version) {
    return new RequestHeader(key, version, "bench", 1);
  }

  private static void check(Errors error, String what) throws RefusedException {
    if (error != Errors.NONE) {
      throw new RefusedException(error + ": " + what);
    }
  }

  @Override
  public void close() {
    Loopback.close(socket);
  }
}

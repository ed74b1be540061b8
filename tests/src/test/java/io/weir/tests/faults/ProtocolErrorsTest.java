package io.weir.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.kafka.Clients;
import io.weir.tests.servers.OnEachServer;
import io.weir.tests.servers.Server;
import io.weir.tests.servers.Side;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/**
 * Requests that are well-formed frames and still wrong: the protocol's own error, the same that
 * Apache Kafka gives.
 */
@OnEachServer
class ProtocolErrorsTest {
  private static final short PRODUCE_BY_NAME = 9;
  private static final short FETCH_BY_NAME = 11;
  private static final String TOPIC = "protocol-errors";

  @Parameter Server server;

  @BeforeEach
  void createTopic() throws Exception {
    try (Admin admin = Clients.admin(server.kafka())) {
      if (!admin.listTopics().names().get().contains(TOPIC)) {
        Clients.create(admin, new NewTopic(TOPIC, 1, (short) 1));
      }
    }
  }

  @Test
  void aTooNewRequestForVersionsIsAnsweredWithTheVersionsThatThereAre() throws Exception {
    try (var client = connect()) {
      client.send(KafkaFrames.of(new ApiVersionsRequest.Builder().build((short) 3), 18, 99));
      int length = ByteBuffer.wrap(client.read(4)).getInt();
      ByteBuffer answer = ByteBuffer.wrap(client.read(length)).position(4);

      var versions = new ApiVersionsResponseData(new ByteBufferAccessor(answer), (short) 0);
      assertThat(Errors.forCode(versions.errorCode())).isEqualTo(Errors.UNSUPPORTED_VERSION);
      assertThat(versions.apiKeys().find(ApiKeys.API_VERSIONS.id).maxVersion())
          .isGreaterThanOrEqualTo((short) 4);
    }
  }

  @Test
  void producingIsOfferedFromTheFirstVersion() throws Exception {
    var request = new ApiVersionsRequest.Builder().build((short) 0);
    try (var client = connect()) {
      client.send(KafkaFrames.of(request));
      var answer = (ApiVersionsResponse) KafkaFrames.answer(client, request);

      assertThat(answer.apiVersion(ApiKeys.PRODUCE.id).minVersion()).isZero();
    }
  }

  @Test
  void aVersionOrAnApiThatThereIsNotEndsTheConnection() throws Exception {
    for (int[] keyAndVersion : new int[][] {{0, 2}, {0, 99}, {3, 99}, {999, 0}, {-1, 0}}) {
      try (var client = connect()) {
        client.send(
            KafkaFrames.of(
                new ApiVersionsRequest.Builder().build((short) 3),
                keyAndVersion[0],
                keyAndVersion[1]));
        assertThat(client.readToEnd()).isEmpty();
      }
    }
  }

  @Test
  void aBatchIsTaken() throws Exception {
    assertThat(produced(batch -> batch)).isEqualTo(Errors.NONE);
  }

  @Test
  void aBatchWhoseChecksumIsWrongIsCorrupt() throws Exception {
    assertThat(
            produced(
                batch -> batch.put(batch.limit() - 2, (byte) (batch.get(batch.limit() - 2) + 1))))
        .isEqualTo(Errors.CORRUPT_MESSAGE);
  }

  @Test
  void aBatchThatMiscountsItselfIsInvalid() throws Exception {
    assertThat(produced(batch -> sealed(batch.putInt(57, 2)))).isEqualTo(Errors.INVALID_RECORD);
    assertThat(produced(batch -> sealed(batch.putInt(23, 7)))).isEqualTo(Errors.INVALID_RECORD);
  }

  @Test
  void aBatchThatClaimsToBeOneOfControlRecordsIsInvalid() throws Exception {
    assertThat(produced(batch -> sealed(batch.putShort(21, (short) 0x20))))
        .isEqualTo(Errors.INVALID_RECORD);
  }

  @Test
  void twoBatchesWhereOneBelongsAreInvalid() throws Exception {
    assertThat(
            produced(
                batch ->
                    ByteBuffer.allocate(2 * batch.limit())
                        .put(batch.duplicate())
                        .put(batch.duplicate())
                        .flip()))
        .isEqualTo(Errors.INVALID_RECORD);
  }

  @Test
  void aBatchLargerThanTheTopicTakesIsTooLarge() throws Exception {
    assertThat(answerTo(batchOf(new byte[1_100_000]), (short) -1, TOPIC, 0))
        .isEqualTo(Errors.MESSAGE_TOO_LARGE);
  }

  @Test
  void whatIsProducedToAPlaceThatThereIsNotIsUnknown() throws Exception {
    assertThat(answerTo(batchOf(new byte[5]), (short) -1, TOPIC, 1))
        .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    assertThat(answerTo(batchOf(new byte[5]), (short) -1, "no-such-topic", 0))
        .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
  }

  @Test
  void acknowledgementsAreNoneOneOrAll() throws Exception {
    assertThat(answerTo(batchOf(new byte[5]), (short) 2, TOPIC, 0))
        .isEqualTo(Errors.INVALID_REQUIRED_ACKS);
  }

  @Test
  void anOffsetBeyondTheEndIsOutOfRange() throws Exception {
    assertThat(fetched(TOPIC, 0, 1_000_000)).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
    assertThat(fetched(TOPIC, 9, 0)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    assertThat(fetched("no-such-topic", 0, 0)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
  }

  private Errors fetched(String topic, int partition, long offset) throws Exception {
    TopicPartition place = new TopicPartition(topic, partition);
    var data = new FetchRequest.PartitionData(Uuid.ZERO_UUID, offset, 0, 1_000, Optional.empty());
    var request =
        FetchRequest.Builder.forConsumer(FETCH_BY_NAME, 100, 1, Map.of(place, data))
            .build(FETCH_BY_NAME);
    try (var client = connect()) {
      client.send(KafkaFrames.of(request));
      var answer = (FetchResponse) KafkaFrames.answer(client, request);
      return Errors.forCode(
          answer.data().responses().getFirst().partitions().getFirst().errorCode());
    }
  }

  /** What is answered to a batch with one record, changed like this. */
  private Errors produced(UnaryOperator<ByteBuffer> change) throws Exception {
    return answerTo(change.apply(batchOf(new byte[50])), (short) -1, TOPIC, 0);
  }

  private static ByteBuffer batchOf(byte[] body) {
    return MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(1L, null, body)).buffer();
  }

  /** With the checksum that fits what is in it. */
  private static ByteBuffer sealed(ByteBuffer batch) {
    CRC32C checksum = new CRC32C();
    checksum.update(batch.duplicate().position(21));
    return batch.putInt(17, (int) checksum.getValue());
  }

  private Errors answerTo(ByteBuffer batch, short acks, String topic, int partition)
      throws Exception {
    var data =
        new ProduceRequestData()
            .setAcks(acks)
            .setTimeoutMs(1_000)
            .setTopicData(
                new ProduceRequestData.TopicProduceDataCollection(
                    List.of(
                            new ProduceRequestData.TopicProduceData()
                                .setName(topic)
                                .setPartitionData(
                                    List.of(
                                        new ProduceRequestData.PartitionProduceData()
                                            .setIndex(partition)
                                            .setRecords(MemoryRecords.readableRecords(batch)))))
                        .iterator()));
    var request = new ProduceRequest(data, PRODUCE_BY_NAME);
    try (var client = connect()) {
      client.send(KafkaFrames.of(request));
      var answer = (ProduceResponse) KafkaFrames.answer(client, request);
      return Errors.forCode(
          answer.data().responses().iterator().next().partitionResponses().getFirst().errorCode());
    }
  }

  private RawClient connect() throws Exception {
    String address = server.kafka();
    RawClient client =
        new RawClient(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
    if (Side.user().isPresent()) {
      KafkaFrames.logIn(client, Side.user().get());
    }
    return client;
  }
}

package io.weir.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.kafka.HeldAppends;
import io.weir.kafka.Requests;
import io.weir.kafka.TestGateway;
import io.weir.kafka.TestRecords;
import io.weir.kafka.WireClient;
import io.weir.protocol.ConnectionBounds;
import io.weir.testing.Futures;
import io.weir.testing.Leaks;
import io.weir.testing.LogLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Leaks.class)
class ProduceTest {
  private static final int VERSION = 12;
  private static TestGateway gateway;

  private WireClient client;
  private Topic topic;

  @BeforeAll
  static void start() {
    gateway = new TestGateway();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void connect() {
    client = new WireClient(gateway.port());
    topic = gateway.newTopic(2, TopicSettings.DEFAULT.withMaxBatchBytes(10_000));
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private PartitionProduceResponse produce(int version, MemoryRecords records) {
    return produce(version, Requests.produce(topic, version, records));
  }

  private PartitionProduceResponse produce(int version, ProduceRequestData request) {
    ProduceResponseData response = client.call(ApiKeys.PRODUCE, version, request);
    return response.responses().iterator().next().partitionResponses().getFirst();
  }

  private void assertRefused(PartitionProduceResponse answer, Errors error, String message) {
    assertThat(Errors.forCode(answer.errorCode())).isEqualTo(error);
    assertThat(answer.errorMessage()).contains(message);
    assertThat(answer.baseOffset()).isEqualTo(-1);
    assertThat(end()).as("nothing was appended").isZero();
  }

  private long end() {
    return Futures.await(gateway.core().reader().offsets(Caller.internal(Tenant.DEFAULT), topic, 0))
        .highWatermark();
  }

  private static MemoryRecords changed(
      MemoryRecords records, java.util.function.Consumer<ByteBuffer> change) {
    ByteBuffer bytes = ByteBuffer.allocate(records.sizeInBytes());
    bytes.put(records.buffer()).flip();
    change.accept(bytes);
    return MemoryRecords.readableRecords(bytes);
  }

  private static MemoryRecords both(MemoryRecords one, MemoryRecords two) {
    ByteBuffer bytes = ByteBuffer.allocate(one.sizeInBytes() + two.sizeInBytes());
    bytes.put(one.buffer()).put(two.buffer()).flip();
    return MemoryRecords.readableRecords(bytes);
  }

  @Test
  void aBatchWhoseChecksumDoesNotFitIsCorrupt() {
    MemoryRecords damaged = changed(TestRecords.batch("a"), bytes -> bytes.put(62, (byte) 0x55));
    assertRefused(produce(VERSION, damaged), Errors.CORRUPT_MESSAGE, "checksum");
  }

  @Test
  void aBatchWhoseNumbersContradictOneAnotherIsInvalid() {
    MemoryRecords odd = changed(TestRecords.batch("a", "b"), bytes -> bytes.putInt(57, 7));
    assertRefused(produce(VERSION, odd), Errors.INVALID_RECORD, "count");
  }

  @Test
  void aBatchThatIsLargerThanTheTopicTakesIsTooLarge() {
    assertRefused(
        produce(VERSION, TestRecords.batch("x".repeat(20_000))), Errors.MESSAGE_TOO_LARGE, "10000");
  }

  @Test
  void messagesOfTheOldFormatsAreInvalid() {
    MemoryRecords old =
        MemoryRecords.withRecords(
            (byte) 1, Compression.NONE, new SimpleRecord(1L, null, "old".getBytes()));
    assertRefused(produce(VERSION, old), Errors.INVALID_RECORD, "batches of format 2");
  }

  @Test
  void twoBatchesForOnePartitionAreInvalid() {
    assertRefused(
        produce(VERSION, both(TestRecords.batch("a"), TestRecords.batch("b"))),
        Errors.INVALID_RECORD,
        "more than one");
  }

  @Test
  void noBatchForAPartitionIsInvalid() {
    assertRefused(produce(VERSION, MemoryRecords.EMPTY), Errors.INVALID_RECORD, "without");
    assertRefused(produce(VERSION, (MemoryRecords) null), Errors.INVALID_RECORD, "without");
  }

  @Test
  void halfABatchIsCorrupt() {
    MemoryRecords half = changed(TestRecords.batch("abcdefgh"), bytes -> bytes.limit(66));
    assertRefused(produce(VERSION, half), Errors.CORRUPT_MESSAGE, "bytes");
  }

  @Test
  void aControlBatchIsInvalid() {
    MemoryRecords marker =
        MemoryRecords.withEndTransactionMarker(
            5L, (short) 0, new EndTransactionMarker(ControlRecordType.COMMIT, 0));
    assertRefused(produce(VERSION, marker), Errors.INVALID_RECORD, "control");
  }

  @Test
  void zstdNeedsVersionSeven() {
    MemoryRecords zstd = TestRecords.batch(Compression.zstd().build(), "squeezed");
    assertThat(produce(6, zstd).errorCode()).isEqualTo(Errors.UNSUPPORTED_COMPRESSION_TYPE.code());
    assertThat(produce(7, zstd).errorCode()).isZero();
  }

  @Test
  void anUnknownTopicIsSaidByNameOrById() {
    assertRefused(
        produce(
            12,
            Requests.produce(new TopicProduceData().setName("no-such"), 0, TestRecords.batch("a"))),
        Errors.UNKNOWN_TOPIC_OR_PARTITION,
        "");
    assertRefused(
        produce(
            13,
            Requests.produce(
                new TopicProduceData().setTopicId(Uuid.randomUuid()), 0, TestRecords.batch("a"))),
        Errors.UNKNOWN_TOPIC_ID,
        "");
  }

  @Test
  void anUnknownPartitionIsSaid() {
    assertRefused(
        produce(12, Requests.produce(Requests.produceTopic(topic, 12), 2, TestRecords.batch("a"))),
        Errors.UNKNOWN_TOPIC_OR_PARTITION,
        "numbered from 0");
  }

  @Test
  void acksOtherThanThreeAreInvalid() {
    ProduceRequestData request = Requests.produce(topic, 12, TestRecords.batch("a"));
    assertRefused(
        produce(12, request.setAcks((short) 2)), Errors.INVALID_REQUIRED_ACKS, "-1, 0 or 1");
  }

  @Test
  void oneBadPartitionDoesNotHinderAnother() {
    TopicProduceData data = Requests.produceTopic(topic, 12);
    data.partitionData()
        .add(
            new PartitionProduceData()
                .setIndex(1)
                .setRecords(changed(TestRecords.batch("b"), bytes -> bytes.put(62, (byte) 1))));
    ProduceResponseData response =
        client.call(ApiKeys.PRODUCE, 12, Requests.produce(data, 0, TestRecords.batch("a")));
    var partitions = response.responses().iterator().next().partitionResponses();
    assertThat(partitions.get(0).index()).isEqualTo(1);
    assertThat(partitions.get(0).errorCode()).isEqualTo(Errors.CORRUPT_MESSAGE.code());
    assertThat(partitions.get(1).index()).isZero();
    assertThat(partitions.get(1).errorCode()).isZero();
    assertThat(partitions.get(1).baseOffset()).isZero();
  }

  @Test
  void withoutAcksThereIsNoAnswer() {
    client.send(
        ApiKeys.PRODUCE,
        12,
        Requests.produce(topic, 12, TestRecords.batch("a")).setAcks((short) 0));
    client.expectNoAnswer();
    client.call(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
    assertThat(end()).isEqualTo(1);
  }

  @Test
  void withoutAcksAFailureEndsTheConnection() {
    try (var log = new LogLines("io.weir")) {
      client.send(
          ApiKeys.PRODUCE,
          12,
          Requests.produce(topic, 12, TestRecords.batch("x".repeat(20_000))).setAcks((short) 0));
      client.expectEnd();
      assertThat(log.all())
          .anySatisfy(line -> assertThat(line).contains("acks=0").contains("MESSAGE_TOO_LARGE"));
    }
  }

  @Test
  void whatIsSentFasterThanTheLogTakesItWaitsAndIsNotRefused() throws IOException {
    var bounds = new CoreOptions.Bounds(16 << 10, 1 << 20, 100); // of which one tenant has half
    var held = new HeldAppends();
    try (var slow =
            new TestGateway(
                CoreOptions.DEFAULT.withBounds(bounds), ConnectionBounds.DEFAULT, held::before);
        var eager = new WireClient(slow.port());
        var other = new WireClient(slow.port())) {
      Topic flooded = slow.newTopic(1, TopicSettings.DEFAULT);

      eager.send(flood(flooded, 40));
      await().until(() -> held.waiting() == 2); // and a third has no room
      other.call(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
      assertThat(held.waiting()).isEqualTo(2);
      held.letThrough();

      Caller caller = Caller.internal(Tenant.DEFAULT);
      await()
          .until(
              () ->
                  Futures.await(slow.core().reader().offsets(caller, flooded, 0)).highWatermark()
                      == 40);
      eager.call(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
    }
  }

  /** So many messages of 3,000 bytes, for none of which an answer is wanted. */
  private static byte[] flood(Topic topic, int count) throws IOException {
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      ProduceRequestData request =
          Requests.produce(topic, 12, TestRecords.batch("x".repeat(3_000))).setAcks((short) 0);
      all.write(WireClient.encode(ApiKeys.PRODUCE, 12, i, request));
    }
    return all.toByteArray();
  }

  @Test
  void anIdempotentProducersBatchIsWrittenOnce() {
    MemoryRecords batch =
        MemoryRecords.withIdempotentRecords(
            Compression.NONE,
            77L,
            (short) 0,
            0,
            new SimpleRecord(1L, "k".getBytes(), "v".getBytes()));
    assertThat(produce(VERSION, batch).baseOffset()).isZero();
    PartitionProduceResponse again = produce(VERSION, batch);
    assertThat(again.errorCode()).isZero();
    assertThat(again.baseOffset()).isZero();
    assertThat(end()).isEqualTo(1);
    MemoryRecords gap =
        MemoryRecords.withIdempotentRecords(
            Compression.NONE,
            77L,
            (short) 0,
            5,
            new SimpleRecord(1L, "k".getBytes(), "v".getBytes()));
    assertThat(produce(VERSION, gap).errorCode())
        .isEqualTo(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code());
  }

  @Test
  void requestsSentWithoutWaitingAreAnsweredInOrder() {
    for (int i = 0; i < 50; i++) {
      client.send(ApiKeys.PRODUCE, 12, Requests.produce(topic, 12, TestRecords.batch("v" + i)));
    }
    for (int i = 0; i < 50; i++) {
      var response = (ProduceResponseData) client.receive(ApiKeys.PRODUCE, 12);
      var partition = response.responses().iterator().next().partitionResponses().getFirst();
      assertThat(partition.baseOffset()).isEqualTo(i);
    }
  }

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void aBatchComesBackByteForByteButForItsPlace(CompressionType type) {
    MemoryRecords sent = TestRecords.batch(Compression.of(type).build(), "a", "b".repeat(500));
    assertThat(produce(12, TestRecords.batch("before it")).errorCode()).isZero();
    assertThat(produce(12, sent).baseOffset()).isEqualTo(1);
    FetchResponseData fetched = client.call(ApiKeys.FETCH, 12, Requests.fetch(topic, 12, 1));
    var stored = (MemoryRecords) fetched.responses().getFirst().partitions().getFirst().records();
    assertThat(withoutPlace(stored)).isEqualTo(withoutPlace(sent));
    assertThat(stored.batches().iterator().next().baseOffset()).isEqualTo(1);
  }

  /** What the checksum covers, and the checksum: all but base offset and leader epoch. */
  private static ByteBuffer withoutPlace(MemoryRecords batch) {
    ByteBuffer bytes = ByteBuffer.allocate(batch.sizeInBytes()).put(batch.buffer()).flip();
    return bytes.putLong(0, 0).putInt(12, 0);
  }

  @Test
  void aLargeBatchThatComesInManyPiecesIsStoredAsItIs() {
    Topic large = gateway.newTopic(1, TopicSettings.DEFAULT.withMaxBatchBytes(8 << 20));
    String value = "0123456789abcdef".repeat(250_000);
    ProduceResponseData response =
        client.call(ApiKeys.PRODUCE, 12, Requests.produce(large, 12, TestRecords.batch(value)));
    assertThat(response.responses().iterator().next().partitionResponses().getFirst().errorCode())
        .isZero();
    FetchResponseData fetched = client.call(ApiKeys.FETCH, 12, Requests.fetch(large, 12, 0));
    assertThat(TestRecords.values(fetched.responses().getFirst().partitions().getFirst().records()))
        .containsExactly(value);
  }
}

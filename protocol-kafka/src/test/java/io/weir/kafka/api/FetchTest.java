package io.weir.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.TopicSettings;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.kafka.Requests;
import io.weir.kafka.TestGateway;
import io.weir.kafka.TestRecords;
import io.weir.kafka.WireClient;
import io.weir.kafka.mapping.TopicIds;
import io.weir.testing.Futures;
import io.weir.testing.Leaks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Leaks.class)
class FetchTest {
  private static final int VERSION = 17;
  private static TestGateway gateway;

  private WireClient client;
  private WireClient producer;
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
    producer = new WireClient(gateway.port());
    topic = gateway.newTopic(3, TopicSettings.DEFAULT);
  }

  @AfterEach
  void disconnect() {
    client.close();
    producer.close();
  }

  private void publish(int partition, String... values) {
    ProduceResponseData response =
        producer.call(
            ApiKeys.PRODUCE,
            12,
            Requests.produce(
                Requests.produceTopic(topic, 12), partition, TestRecords.batch(values)));
    assertThat(response.responses().iterator().next().partitionResponses().getFirst().errorCode())
        .isZero();
  }

  private FetchResponseData fetch(FetchRequestData request) {
    return client.call(ApiKeys.FETCH, VERSION, request);
  }

  private PartitionData fetchOne(FetchRequestData request) {
    FetchResponseData response = fetch(request);
    assertThat(response.errorCode()).isZero();
    assertThat(response.responses()).hasSize(1);
    assertThat(response.responses().getFirst().partitions()).hasSize(1);
    return response.responses().getFirst().partitions().getFirst();
  }

  private static List<String> values(PartitionData partition) {
    return TestRecords.values(partition.records());
  }

  @Test
  void anOffsetInsideABatchGivesTheWholeBatch() {
    publish(0, "a", "b", "c");
    publish(0, "d");
    assertThat(values(fetchOne(Requests.fetch(topic, VERSION, 2))))
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void anOffsetOutsideThePartitionIsOutOfRange() {
    publish(0, "a");
    PartitionData partition = fetchOne(Requests.fetch(topic, VERSION, 2));
    assertThat(Errors.forCode(partition.errorCode())).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
    assertThat(partition.highWatermark()).isEqualTo(-1);
    assertThat(partition.records().sizeInBytes()).isZero();
  }

  @Test
  void atTheEndAFetchWaitsForItsTimeAndComesBackEmpty() {
    publish(0, "a");
    PartitionData partition = fetchOne(Requests.fetch(topic, VERSION, 1).setMaxWaitMs(50));
    assertThat(partition.errorCode()).isZero();
    assertThat(partition.highWatermark()).isEqualTo(1);
    assertThat(partition.records().sizeInBytes()).isZero();
  }

  @Test
  void aWaitingFetchIsAnsweredWhenSomethingIsPublished() {
    client.send(ApiKeys.FETCH, VERSION, Requests.fetch(topic, VERSION, 0).setMaxWaitMs(600_000));
    publish(0, "at last");
    var response = (FetchResponseData) client.receive(ApiKeys.FETCH, VERSION);
    assertThat(values(response.responses().getFirst().partitions().getFirst()))
        .containsExactly("at last");
  }

  @Test
  void aFetchWaitsUntilThereAreAsManyBytesAsItWants() {
    publish(0, "x".repeat(100));
    client.send(
        ApiKeys.FETCH,
        VERSION,
        Requests.fetch(topic, VERSION, 0).setMaxWaitMs(600_000).setMinBytes(800));
    publish(0, "y".repeat(100));
    publish(0, "z".repeat(500));
    var response = (FetchResponseData) client.receive(ApiKeys.FETCH, VERSION);
    PartitionData partition = response.responses().getFirst().partitions().getFirst();
    assertThat(values(partition)).hasSize(3);
    assertThat(partition.highWatermark()).isEqualTo(3);
  }

  @Test
  void whatFollowsAWaitingFetchWaitsToo() {
    client.send(ApiKeys.FETCH, VERSION, Requests.fetch(topic, VERSION, 0).setMaxWaitMs(600_000));
    client.send(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
    var answers =
        CompletableFuture.supplyAsync(
            () ->
                List.of(
                    client.receive(ApiKeys.FETCH, VERSION),
                    client.receive(ApiKeys.API_VERSIONS, 0)));
    publish(0, "go on");
    assertThat(answers.join()).hasSize(2);
  }

  @Test
  void bytesAreBoundedButTheFirstBatchComesInAnyCase() {
    publish(0, "a".repeat(1000));
    publish(0, "b".repeat(1000));
    publish(1, "c".repeat(1000));
    FetchRequestData request =
        Requests.fetch(topic, VERSION, Requests.partition(0, 0), Requests.partition(1, 0))
            .setMaxBytes(500);
    var partitions = fetch(request).responses().getFirst().partitions();
    assertThat(values(partitions.get(0))).hasSize(1);
    assertThat(partitions.get(1).records().sizeInBytes()).isZero();
    assertThat(partitions.get(1).errorCode()).isZero();
    assertThat(partitions.get(1).highWatermark()).isEqualTo(1);
  }

  @Test
  void aPartitionsBytesAreBounded() {
    for (int i = 0; i < 5; i++) {
      publish(0, "v".repeat(1000));
    }
    FetchRequestData request =
        Requests.fetch(topic, VERSION, Requests.partition(0, 0).setPartitionMaxBytes(2500));
    assertThat(values(fetchOne(request))).hasSize(2);
  }

  @Test
  void whoWantsNoBytesIsToldWhereThePartitionEnds() {
    publish(0, "a");
    publish(0, "b");
    publish(1, "c");
    FetchRequestData request =
        new FetchRequestData()
            .setMaxWaitMs(1000)
            .setMinBytes(1)
            .setTopics(
                List.of(
                    Requests.fetchTopic(
                        topic,
                        VERSION,
                        Requests.partition(0, 0).setPartitionMaxBytes(0),
                        Requests.partition(1, 0).setPartitionMaxBytes(0))));
    var partitions = fetch(request).responses().getFirst().partitions();
    assertThat(values(partitions.get(0))).as("one batch comes in any case").containsExactly("a");
    assertThat(partitions.get(0).highWatermark()).isEqualTo(2);
    assertThat(partitions.get(1).records().sizeInBytes()).isZero();
    assertThat(partitions.get(1).highWatermark()).isEqualTo(1);
  }

  @Test
  void aWrongLeaderEpochIsSaid() {
    publish(0, "a");
    for (int believed : new int[] {0, 7}) {
      FetchRequestData request =
          Requests.fetch(topic, VERSION, Requests.partition(0, 0).setCurrentLeaderEpoch(believed));
      assertThat(Errors.forCode(fetchOne(request).errorCode()))
          .isEqualTo(believed == 0 ? Errors.NONE : Errors.UNKNOWN_LEADER_EPOCH);
    }
  }

  @Test
  void aHistoryThatPartedIsSaid() {
    publish(0, "a");
    FetchRequestData request =
        Requests.fetch(topic, VERSION, Requests.partition(0, 1).setLastFetchedEpoch(3));
    PartitionData partition = fetchOne(request);
    assertThat(partition.errorCode()).isZero();
    assertThat(partition.divergingEpoch().epoch()).isZero();
    assertThat(partition.divergingEpoch().endOffset()).isEqualTo(1);
    assertThat(partition.records().sizeInBytes()).isZero();
  }

  @Test
  void unknownTopicsAndPartitionsAreSaid() {
    FetchRequestData byId =
        new FetchRequestData()
            .setMaxWaitMs(600_000)
            .setMinBytes(1)
            .setTopics(
                List.of(
                    new FetchTopic()
                        .setTopicId(Uuid.randomUuid())
                        .setPartitions(List.of(Requests.partition(0, 0))),
                    Requests.fetchTopic(topic, VERSION, Requests.partition(9, 0))));
    var topics = fetch(byId).responses();
    assertThat(topics.get(0).partitions().getFirst().errorCode())
        .isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
    assertThat(topics.get(1).partitions().getFirst().errorCode())
        .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    FetchRequestData byName =
        new FetchRequestData()
            .setMaxWaitMs(600_000)
            .setMinBytes(1)
            .setTopics(
                List.of(
                    new FetchTopic()
                        .setTopic("no-such-topic")
                        .setPartitions(List.of(Requests.partition(0, 0)))));
    FetchResponseData response = client.call(ApiKeys.FETCH, 12, byName);
    assertThat(response.responses().getFirst().partitions().getFirst().errorCode())
        .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
  }

  @Test
  void aTopicThatIsDeletedWhileAFetchWaitsIsUnknown() {
    client.send(ApiKeys.FETCH, VERSION, Requests.fetch(topic, VERSION, 0).setMaxWaitMs(600_000));
    Futures.await(gateway.core().topics().delete(Caller.internal(Tenant.DEFAULT), topic.name()));
    var response = (FetchResponseData) client.receive(ApiKeys.FETCH, VERSION);
    assertThat(response.responses().getFirst().partitions().getFirst().errorCode())
        .isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
  }

  @Test
  void aSessionIsToldOnlyWhatIsNew() {
    publish(0, "a");
    publish(1, "b");
    FetchResponseData first =
        fetch(
            session(
                0,
                0,
                0,
                Requests.partition(0, 0),
                Requests.partition(1, 0),
                Requests.partition(2, 0)));
    assertThat(first.sessionId()).isNotZero();
    assertThat(first.responses().getFirst().partitions()).hasSize(3);

    publish(2, "c");
    FetchResponseData second =
        fetch(session(first.sessionId(), 1, 0, Requests.partition(0, 1), Requests.partition(1, 1)));
    assertThat(second.sessionId()).isEqualTo(first.sessionId());
    assertThat(second.responses().getFirst().partitions())
        .singleElement()
        .satisfies(
            partition -> {
              assertThat(partition.partitionIndex()).isEqualTo(2);
              assertThat(values(partition)).containsExactly("c");
            });

    FetchResponseData third = fetch(session(first.sessionId(), 2, 20, Requests.partition(2, 1)));
    assertThat(third.responses()).as("nothing is new").isEmpty();
  }

  @Test
  void aSessionForgetsPartitions() {
    FetchResponseData first =
        fetch(session(0, 0, 10, Requests.partition(0, 0), Requests.partition(1, 0)));
    FetchRequestData forget = session(first.sessionId(), 1, 10);
    forget.setForgottenTopicsData(
        List.of(
            new ForgottenTopic()
                .setTopicId(TopicIds.toKafka(topic.id()))
                .setPartitions(List.of(0))));
    fetch(forget);
    publish(0, "unseen");
    publish(1, "seen");
    FetchResponseData response = fetch(session(first.sessionId(), 2, 1000));
    assertThat(response.responses().getFirst().partitions())
        .singleElement()
        .satisfies(partition -> assertThat(values(partition)).containsExactly("seen"));
  }

  @Test
  void anUnknownSessionOrAWrongEpochIsSaid() {
    assertThat(fetch(session(12345, 1, 10)).errorCode())
        .isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND.code());
    FetchResponseData first = fetch(session(0, 0, 10, Requests.partition(0, 0)));
    assertThat(fetch(session(first.sessionId(), 5, 10)).errorCode())
        .isEqualTo(Errors.INVALID_FETCH_SESSION_EPOCH.code());
    assertThat(fetch(session(first.sessionId(), 1, 10)).errorCode()).isZero();
    FetchResponseData closed = fetch(session(first.sessionId(), -1, 10, Requests.partition(0, 0)));
    assertThat(closed.sessionId()).isZero();
    assertThat(closed.errorCode()).isZero();
    assertThat(fetch(session(first.sessionId(), 2, 10)).errorCode())
        .isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND.code());
  }

  @Test
  void inASessionPartitionsTakeTurnsAtBeingFirst() {
    for (int partition = 0; partition < 3; partition++) {
      for (int i = 0; i < 3; i++) {
        publish(partition, ("p" + partition).repeat(500));
      }
    }
    FetchResponseData response =
        fetch(
            session(
                    0,
                    0,
                    1000,
                    Requests.partition(0, 0),
                    Requests.partition(1, 0),
                    Requests.partition(2, 0))
                .setMaxBytes(100));
    List<Integer> served = new ArrayList<>();
    for (int epoch = 1; epoch < 4; epoch++) {
      served.add(withData(response));
      response = fetch(session(response.sessionId(), epoch, 1000).setMaxBytes(100));
    }
    served.add(withData(response));
    assertThat(served.subList(1, 4)).containsExactlyInAnyOrder(0, 1, 2);
  }

  private static int withData(FetchResponseData response) {
    return response.responses().stream()
        .flatMap(it -> it.partitions().stream())
        .filter(partition -> partition.records().sizeInBytes() > 0)
        .findFirst()
        .orElseThrow()
        .partitionIndex();
  }

  private FetchRequestData session(
      int id, int epoch, int maxWait, FetchRequestData.FetchPartition... partitions) {
    FetchRequestData request =
        new FetchRequestData()
            .setSessionId(id)
            .setSessionEpoch(epoch)
            .setMaxWaitMs(maxWait)
            .setMinBytes(1);
    if (partitions.length > 0) {
      request.setTopics(List.of(Requests.fetchTopic(topic, VERSION, partitions)));
    }
    return request;
  }
}

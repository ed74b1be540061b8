package io.weir.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.core.CoreOptions;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.access.AccessRule;
import io.weir.core.access.ResourcePattern;
import io.weir.core.access.RuleAccess;
import io.weir.core.access.Subject;
import io.weir.core.access.TenantAccess;
import io.weir.core.limit.Limit;
import io.weir.core.limit.Limits;
import io.weir.core.limit.Wait;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.kafka.Requests;
import io.weir.kafka.TestGateway;
import io.weir.kafka.TestRecords;
import io.weir.kafka.WireClient;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.testing.Futures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients hear who may not do what they ask, or not now. */
class AccessTest {
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final AtomicLong publishWait = new AtomicLong();
  private final AtomicLong consumeWait = new AtomicLong();
  private final AtomicLong requestWait = new AtomicLong();
  private final AtomicBoolean full = new AtomicBoolean();

  private TestGateway gateway;
  private WireClient client;
  private Topic topic;

  private final class AdjustableLimits implements Limits {
    @Override
    public Wait publish(Caller caller, int messages, long bytes) {
      return wait(publishWait, Limit.PUBLISHED_BYTES);
    }

    @Override
    public Wait consume(Caller caller, int messages, long bytes) {
      return wait(consumeWait, Limit.CONSUMED_BYTES);
    }

    @Override
    public Wait request(Caller caller) {
      return wait(requestWait, Limit.REQUESTS);
    }

    @Override
    public boolean isFull(Caller caller) {
      return full.get();
    }

    @Override
    public long most(Caller caller, Limit limit) {
      return limit == Limit.STORAGE_BYTES ? 1_000_000 : Long.MAX_VALUE;
    }

    private static Wait wait(AtomicLong millis, Limit limit) {
      return millis.get() == 0 ? Wait.NONE : new Wait(millis.get(), limit, Wait.Scope.TENANT);
    }
  }

  @BeforeEach
  void start() {
    gateway =
        new TestGateway(
            CoreOptions.DEFAULT.withAccess(this::allows).withLimits(new AdjustableLimits()),
            ConnectionBounds.DEFAULT);
    client = new WireClient(gateway.port());
    topic = gateway.use("orders");
  }

  private boolean allows(Caller caller, Operation operation, Resource resource) {
    return !denied.contains(operation + " " + resource.name());
  }

  private void deny(Operation... operations) {
    for (Operation operation : operations) {
      denied.add(operation + " orders");
      denied.add(operation + " billing");
    }
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  private static Errors error(short code) {
    return Errors.forCode(code);
  }

  private ProduceResponseData produce() {
    return client.call(ApiKeys.PRODUCE, 12, Requests.produce(topic, 12, TestRecords.batch("a")));
  }

  private static short code(ProduceResponseData response) {
    return response.responses().iterator().next().partitionResponses().getFirst().errorCode();
  }

  @Test
  void publishingNeedsTheRightTo() {
    deny(Operation.PUBLISH);
    assertThat(error(code(produce()))).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
  }

  @Test
  void aProducersIdNeedsTheRightToPublishSomewhere() {
    assertThat(error(producerId(client))).isEqualTo(Errors.NONE);
    var reader =
        AccessRule.allow(
            Set.of(Operation.CONSUME),
            new Subject.Everyone(),
            new ResourcePattern(Resource.Kind.TOPIC, "*"));
    var access = new RuleAccess(Map.of(Tenant.DEFAULT, new TenantAccess(true, List.of(reader))));
    try (var guarded =
            new TestGateway(CoreOptions.DEFAULT.withAccess(access), ConnectionBounds.DEFAULT);
        var other = new WireClient(guarded.port())) {
      assertThat(error(producerId(other))).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED);
    }
  }

  private static short producerId(WireClient client) {
    InitProducerIdResponseData response =
        client.call(
            ApiKeys.INIT_PRODUCER_ID,
            4,
            new InitProducerIdRequestData()
                .setTransactionalId(null)
                .setTransactionTimeoutMs(60_000));
    return response.errorCode();
  }

  @Test
  void whoKeepsAsMuchAsItMayIsToldSoAndNotToTryAgain() {
    full.set(true);
    PartitionProduceResponse refused =
        produce().responses().iterator().next().partitionResponses().getFirst();
    assertThat(error(refused.errorCode())).isEqualTo(Errors.POLICY_VIOLATION);
    assertThat(Errors.POLICY_VIOLATION.exception()).isNotInstanceOf(RetriableException.class);
    assertThat(refused.errorMessage()).contains("as much is kept as there may be, 1MB");

    full.set(false);
    assertThat(error(code(produce()))).isEqualTo(Errors.NONE);
  }

  @Test
  void consumingNeedsTheRightTo() {
    deny(Operation.CONSUME);
    FetchResponseData response = client.call(ApiKeys.FETCH, 12, Requests.fetch(topic, 12, 0));
    assertThat(error(response.responses().getFirst().partitions().getFirst().errorCode()))
        .isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
  }

  @Test
  void managingNeedsTheRightTo() {
    deny(Operation.MANAGE);
    DeleteTopicsResponseData deleted =
        client.call(
            ApiKeys.DELETE_TOPICS,
            5,
            new DeleteTopicsRequestData().setTopicNames(List.of("orders")));
    assertThat(error(deleted.responses().iterator().next().errorCode()))
        .isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
    denied.add("MANAGE new");
    CreateTopicsRequestData create = new CreateTopicsRequestData();
    create
        .topics()
        .add(
            new CreatableTopic()
                .setName("new")
                .setNumPartitions(1)
                .setReplicationFactor((short) 1));
    CreateTopicsResponseData created = client.call(ApiKeys.CREATE_TOPICS, 7, create);
    assertThat(error(created.topics().iterator().next().errorCode()))
        .isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
  }

  @Test
  void whoMayDoNothingWithATopicDoesNotSeeIt() {
    deny(Operation.values());
    MetadataRequestData named = new MetadataRequestData();
    named.topics().add(new MetadataRequestTopic().setName("orders"));
    MetadataResponseData response = client.call(ApiKeys.METADATA, 9, named);
    assertThat(error(response.topics().iterator().next().errorCode()))
        .isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
    MetadataResponseData all =
        client.call(ApiKeys.METADATA, 9, new MetadataRequestData().setTopics(null));
    assertThat(all.topics()).isEmpty();
    DescribeConfigsResponseData configs =
        client.call(
            ApiKeys.DESCRIBE_CONFIGS,
            4,
            new DescribeConfigsRequestData()
                .setResources(
                    List.of(
                        new DescribeConfigsResource()
                            .setResourceType((byte) 2)
                            .setResourceName("orders"))));
    assertThat(error(configs.results().getFirst().errorCode()))
        .isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
  }

  @Test
  void aGroupNeedsTheRightToo() {
    deny(Operation.values());
    HeartbeatResponseData heartbeat =
        client.call(
            ApiKeys.HEARTBEAT,
            4,
            new HeartbeatRequestData().setGroupId("billing").setMemberId("m"));
    assertThat(error(heartbeat.errorCode())).isEqualTo(Errors.GROUP_AUTHORIZATION_FAILED);
    OffsetCommitRequestTopic committed = new OffsetCommitRequestTopic().setName("orders");
    committed.partitions().add(new OffsetCommitRequestPartition().setCommittedOffset(1));
    OffsetCommitRequestData commit =
        new OffsetCommitRequestData().setGroupId("billing").setTopics(List.of(committed));
    OffsetCommitResponseData refused = client.call(ApiKeys.OFFSET_COMMIT, 9, commit);
    assertThat(error(refused.topics().getFirst().partitions().getFirst().errorCode()))
        .isEqualTo(Errors.GROUP_AUTHORIZATION_FAILED);
    OffsetCommitResponseData topicRefused =
        client.call(ApiKeys.OFFSET_COMMIT, 9, commit.setGroupId("another"));
    assertThat(error(topicRefused.topics().getFirst().partitions().getFirst().errorCode()))
        .isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
    OffsetFetchResponseData fetched =
        client.call(
            ApiKeys.OFFSET_FETCH,
            9,
            new OffsetFetchRequestData()
                .setGroups(List.of(new OffsetFetchRequestGroup().setGroupId("billing"))));
    assertThat(error(fetched.groups().getFirst().errorCode()))
        .isEqualTo(Errors.GROUP_AUTHORIZATION_FAILED);
  }

  @Test
  void whoPublishesMoreThanTheLimitIsAnsweredAndTheNextRequestWaits() {
    publishWait.set(600_000);
    Endpoint endpoint = gateway.listen(gateway.listener("limited", 0));
    try (var limited = new WireClient(endpoint.port())) {
      ProduceResponseData response =
          limited.call(ApiKeys.PRODUCE, 12, Requests.produce(topic, 12, TestRecords.batch("a")));
      assertThat(code(response)).isZero();
      assertThat(response.throttleTimeMs()).isEqualTo(600_000);
      limited.send(ApiKeys.API_VERSIONS, 3, new ApiVersionsRequestData());
      client.call(ApiKeys.API_VERSIONS, 3, new ApiVersionsRequestData());
      var drained = endpoint.drain(Duration.ofSeconds(10));
      limited.expectEnd();
      Futures.await(drained);
    }
  }

  @Test
  void whoAsksTooOftenIsAnsweredAndTold() {
    requestWait.set(30);
    MetadataResponseData response =
        client.call(ApiKeys.METADATA, 9, new MetadataRequestData().setTopics(null));
    assertThat(response.topics()).isNotEmpty();
    assertThat(response.throttleTimeMs()).isEqualTo(30);
  }

  @Test
  void whoWantsNoAnswerWaitsAllTheSame() {
    publishWait.set(600_000);
    Endpoint endpoint = gateway.listen(gateway.listener("limited", 0));
    try (var limited = new WireClient(endpoint.port())) {
      limited.send(
          ApiKeys.PRODUCE,
          12,
          Requests.produce(topic, 12, TestRecords.batch("a")).setAcks((short) 0));
      limited.expectNoAnswer();
      limited.send(ApiKeys.API_VERSIONS, 3, new ApiVersionsRequestData());
      await().until(() -> stored() == 1);
      var drained = endpoint.drain(Duration.ofSeconds(10));
      limited.expectEnd();
      Futures.await(drained);
    }
  }

  private long stored() {
    return Futures.await(gateway.core().reader().offsets(Caller.internal(Tenant.DEFAULT), topic, 0))
        .highWatermark();
  }

  @Test
  void whoConsumesMoreThanTheLimitIsToldAtOnceAndGetsNothing() {
    produce();
    consumeWait.set(40);
    FetchResponseData response =
        client.call(ApiKeys.FETCH, 12, Requests.fetch(topic, 12, 0).setMaxWaitMs(600_000));
    assertThat(response.throttleTimeMs()).isEqualTo(40);
    var partition = response.responses().getFirst().partitions().getFirst();
    assertThat(partition.errorCode()).isZero();
    assertThat(partition.records().sizeInBytes()).isZero();
  }
}

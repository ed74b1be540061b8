package io.weir.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.TopicSettings;
import io.weir.core.address.TopicName;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.kafka.Requests;
import io.weir.kafka.TestGateway;
import io.weir.kafka.TestRecords;
import io.weir.kafka.WireClient;
import io.weir.kafka.mapping.TopicIds;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** For each API, one request whose answer shows that the API does what it is for. */
final class Exercises {
  private final TestGateway gateway;
  private final Map<ApiKeys, Exercise> exercises = new EnumMap<>(ApiKeys.class);

  @FunctionalInterface
  interface Exercise {
    void run(WireClient client, int version);
  }

  Exercises(TestGateway gateway) {
    this.gateway = gateway;
    exercises.put(ApiKeys.PRODUCE, this::produce);
    exercises.put(ApiKeys.FETCH, this::fetch);
    exercises.put(ApiKeys.LIST_OFFSETS, this::listOffsets);
    exercises.put(ApiKeys.METADATA, this::metadata);
    exercises.put(ApiKeys.API_VERSIONS, this::apiVersions);
    exercises.put(ApiKeys.CREATE_TOPICS, this::createTopics);
    exercises.put(ApiKeys.DELETE_TOPICS, this::deleteTopics);
    exercises.put(ApiKeys.INIT_PRODUCER_ID, this::initProducerId);
    exercises.put(ApiKeys.OFFSET_FOR_LEADER_EPOCH, this::offsetForLeaderEpoch);
    exercises.put(ApiKeys.DESCRIBE_CONFIGS, this::describeConfigs);
    exercises.put(ApiKeys.CREATE_PARTITIONS, this::createPartitions);
    exercises.put(ApiKeys.INCREMENTAL_ALTER_CONFIGS, this::incrementalAlterConfigs);
    exercises.put(ApiKeys.DESCRIBE_CLUSTER, this::describeCluster);
    exercises.putAll(new GroupExercises(this).all());
  }

  Set<ApiKeys> keys() {
    return exercises.keySet();
  }

  void run(ApiKeys key, WireClient client, int version) {
    exercises.get(key).run(client, version);
  }

  int port() {
    return gateway.port();
  }

  Topic newTopic(int partitions) {
    return gateway.newTopic(partitions, TopicSettings.DEFAULT);
  }

  static Uuid id(Topic topic) {
    return TopicIds.toKafka(topic.id());
  }

  private void fill(WireClient client, Topic topic) {
    ProduceResponseData response =
        client.call(
            ApiKeys.PRODUCE, 9, Requests.produce(topic, 9, TestRecords.batch("a", "b", "c")));
    assertThat(response.responses().iterator().next().partitionResponses().getFirst().errorCode())
        .isZero();
  }

  private void produce(WireClient client, int version) {
    Topic topic = newTopic(1);
    for (int round = 0; round < 2; round++) {
      ProduceResponseData response =
          client.call(
              ApiKeys.PRODUCE,
              version,
              Requests.produce(topic, version, TestRecords.batch("x", "y")));
      var answered = response.responses().iterator().next();
      if (version >= 13) {
        assertThat(answered.topicId()).isEqualTo(id(topic));
      } else {
        assertThat(answered.name()).isEqualTo(topic.name().text());
      }
      var partition = answered.partitionResponses().getFirst();
      assertThat(partition.errorCode()).isZero();
      assertThat(partition.baseOffset()).isEqualTo(2 * round);
      assertThat(partition.logAppendTimeMs()).isEqualTo(-1);
      assertThat(partition.logStartOffset()).isEqualTo(version >= 5 ? 0 : -1);
    }
  }

  private void fetch(WireClient client, int version) {
    Topic topic = newTopic(1);
    fill(client, topic);
    FetchResponseData response =
        client.call(ApiKeys.FETCH, version, Requests.fetch(topic, version, 1));
    assertThat(response.errorCode()).isZero();
    var answered = response.responses().getFirst();
    if (version >= 13) {
      assertThat(answered.topicId()).isEqualTo(id(topic));
    } else {
      assertThat(answered.topic()).isEqualTo(topic.name().text());
    }
    var partition = answered.partitions().getFirst();
    assertThat(partition.errorCode()).isZero();
    assertThat(partition.highWatermark()).isEqualTo(3);
    assertThat(partition.lastStableOffset()).isEqualTo(3);
    assertThat(partition.logStartOffset()).isEqualTo(version >= 5 ? 0 : -1);
    assertThat(TestRecords.values(partition.records()))
        .as("the whole batch, for an offset inside it")
        .containsExactly("a", "b", "c");
    if (version >= 7) {
      fetchInASession(client, version, topic);
    }
  }

  private void fetchInASession(WireClient client, int version, Topic topic) {
    FetchResponseData first =
        client.call(ApiKeys.FETCH, version, Requests.fetch(topic, version, 0).setSessionEpoch(0));
    assertThat(first.sessionId()).isNotZero();
    fill(client, topic);
    // Nothing is named: the session knows the partition, and what is new is told.
    FetchResponseData second =
        client.call(
            ApiKeys.FETCH,
            version,
            new FetchRequestData()
                .setMaxWaitMs(10_000)
                .setMinBytes(1)
                .setSessionId(first.sessionId())
                .setSessionEpoch(1));
    assertThat(second.sessionId()).isEqualTo(first.sessionId());
    assertThat(second.responses().getFirst().partitions().getFirst().highWatermark()).isEqualTo(6);
  }

  private void listOffsets(WireClient client, int version) {
    Topic topic = newTopic(1);
    fill(client, topic);
    assertThat(listOffset(client, version, topic, -1)).isEqualTo(3);
    assertThat(listOffset(client, version, topic, -2)).isZero();
    assertThat(listOffset(client, version, topic, TestRecords.EPOCH + 1)).isEqualTo(1);
    if (version >= 7) {
      assertThat(listOffset(client, version, topic, -3)).isEqualTo(2);
    }
    if (version >= 8) {
      assertThat(listOffset(client, version, topic, -4)).isZero();
    }
    if (version >= 9) {
      assertThat(listOffset(client, version, topic, -5)).isEqualTo(-1);
    }
    if (version >= 11) {
      assertThat(listOffset(client, version, topic, -6)).isEqualTo(-1);
    }
  }

  private static long listOffset(WireClient client, int version, Topic topic, long timestamp) {
    ListOffsetsRequestData request =
        new ListOffsetsRequestData()
            .setReplicaId(-1)
            .setTopics(
                List.of(
                    new ListOffsetsTopic()
                        .setName(topic.name().text())
                        .setPartitions(
                            List.of(
                                new ListOffsetsPartition()
                                    .setPartitionIndex(0)
                                    .setTimestamp(timestamp)))));
    ListOffsetsResponseData response = client.call(ApiKeys.LIST_OFFSETS, version, request);
    var partition = response.topics().getFirst().partitions().getFirst();
    assertThat(partition.errorCode()).isZero();
    return partition.offset();
  }

  private void metadata(WireClient client, int version) {
    Topic topic = newTopic(3);
    MetadataRequestData request = new MetadataRequestData();
    request.topics().add(new MetadataRequestTopic().setName(topic.name().text()));
    MetadataResponseData response = client.call(ApiKeys.METADATA, version, request);
    var broker = response.brokers().iterator().next();
    assertThat(broker.host()).isEqualTo("127.0.0.1");
    assertThat(broker.port()).isEqualTo(port());
    assertThat(response.clusterId() != null).isEqualTo(version >= 2);
    assertThat(response.controllerId()).isEqualTo(version >= 1 ? broker.nodeId() : -1);
    assertThat(response.topics()).hasSize(1);
    var described = response.topics().iterator().next();
    assertThat(described.errorCode()).isZero();
    assertThat(described.name()).isEqualTo(topic.name().text());
    assertThat(described.topicId()).isEqualTo(version >= 10 ? id(topic) : Uuid.ZERO_UUID);
    assertThat(described.partitions()).hasSize(3);
    var partition = described.partitions().get(2);
    assertThat(partition.partitionIndex()).isEqualTo(2);
    assertThat(partition.leaderId()).isEqualTo(broker.nodeId());
    assertThat(partition.leaderEpoch() >= 0).isEqualTo(version >= 7);
  }

  private void apiVersions(WireClient client, int version) {
    ApiVersionsResponseData response =
        client.call(ApiKeys.API_VERSIONS, version, new ApiVersionsRequestData());
    assertThat(response.errorCode()).isZero();
    assertThat(response.apiKeys()).hasSize(keys().size());
    var produce = response.apiKeys().find(ApiKeys.PRODUCE.id);
    assertThat(produce.minVersion()).as("as librdkafka needs it").isZero();
    assertThat(produce.maxVersion()).isEqualTo((short) 13);
  }

  private void createTopics(WireClient client, int version) {
    CreatableTopic topic =
        new CreatableTopic()
            .setName(gateway.newName())
            .setNumPartitions(2)
            .setReplicationFactor((short) 1);
    topic.configs().add(new CreatableTopicConfig().setName("retention.ms").setValue("60000"));
    CreateTopicsRequestData request = new CreateTopicsRequestData();
    request.topics().add(topic);
    CreateTopicsResponseData response = client.call(ApiKeys.CREATE_TOPICS, version, request);
    var created = response.topics().iterator().next();
    assertThat(created.errorCode()).as(created.errorMessage()).isZero();
    Topic there =
        gateway.core().topics().find(Tenant.DEFAULT, new TopicName(topic.name())).orElseThrow();
    assertThat(there.partitions()).isEqualTo(2);
    assertThat(there.settings().retention().millis()).isEqualTo(60_000);
    assertThat(created.topicId()).isEqualTo(version >= 7 ? id(there) : Uuid.ZERO_UUID);
    if (version >= 5) {
      assertThat(created.numPartitions()).isEqualTo(2);
      assertThat(created.configs())
          .anySatisfy(
              config -> {
                assertThat(config.name()).isEqualTo("retention.ms");
                assertThat(config.value()).isEqualTo("60000");
              });
    }
  }

  private void deleteTopics(WireClient client, int version) {
    Topic topic = newTopic(1);
    DeleteTopicsRequestData request = new DeleteTopicsRequestData().setTimeoutMs(1000);
    if (version >= 6) {
      request.setTopics(List.of(new DeleteTopicState().setTopicId(id(topic))));
    } else {
      request.setTopicNames(List.of(topic.name().text()));
    }
    DeleteTopicsResponseData response = client.call(ApiKeys.DELETE_TOPICS, version, request);
    var deleted = response.responses().iterator().next();
    assertThat(deleted.errorCode()).isZero();
    assertThat(deleted.name()).isEqualTo(topic.name().text());
    assertThat(gateway.core().topics().find(Tenant.DEFAULT, topic.name())).isEmpty();
  }

  private void initProducerId(WireClient client, int version) {
    InitProducerIdRequestData request =
        new InitProducerIdRequestData().setTransactionalId(null).setTransactionTimeoutMs(60_000);
    InitProducerIdResponseData one = client.call(ApiKeys.INIT_PRODUCER_ID, version, request);
    InitProducerIdResponseData two = client.call(ApiKeys.INIT_PRODUCER_ID, version, request);
    assertThat(one.errorCode()).isZero();
    assertThat(one.producerId()).isNotNegative().isNotEqualTo(two.producerId());
    assertThat(one.producerEpoch()).isZero();
  }

  private void offsetForLeaderEpoch(WireClient client, int version) {
    Topic topic = newTopic(1);
    fill(client, topic);
    OffsetForLeaderEpochRequestData request = new OffsetForLeaderEpochRequestData();
    request
        .topics()
        .add(
            new OffsetForLeaderTopic()
                .setTopic(topic.name().text())
                .setPartitions(
                    List.of(new OffsetForLeaderPartition().setPartition(0).setLeaderEpoch(0))));
    OffsetForLeaderEpochResponseData response =
        client.call(ApiKeys.OFFSET_FOR_LEADER_EPOCH, version, request);
    var partition = response.topics().iterator().next().partitions().getFirst();
    assertThat(partition.errorCode()).isZero();
    assertThat(partition.leaderEpoch()).isZero();
    assertThat(partition.endOffset()).isEqualTo(3);
  }

  private void describeConfigs(WireClient client, int version) {
    Topic topic = newTopic(1);
    DescribeConfigsRequestData request =
        new DescribeConfigsRequestData()
            .setIncludeSynonyms(true)
            .setIncludeDocumentation(version >= 3)
            .setResources(
                List.of(
                    new DescribeConfigsResource()
                        .setResourceType(ConfigResource.Type.TOPIC.id())
                        .setResourceName(topic.name().text())
                        .setConfigurationKeys(null),
                    new DescribeConfigsResource()
                        .setResourceType(ConfigResource.Type.BROKER.id())
                        .setResourceName("0")
                        .setConfigurationKeys(List.of("node.id"))));
    DescribeConfigsResponseData response = client.call(ApiKeys.DESCRIBE_CONFIGS, version, request);
    var ofTopic = response.results().getFirst();
    assertThat(ofTopic.errorCode()).isZero();
    assertThat(ofTopic.configs())
        .anySatisfy(
            config -> {
              assertThat(config.name()).isEqualTo("cleanup.policy");
              assertThat(config.value()).isEqualTo("delete");
              assertThat(config.configSource()).isEqualTo((byte) 5);
              assertThat(config.synonyms()).hasSize(1);
              assertThat(config.documentation().isEmpty()).isEqualTo(version < 3);
            });
    assertThat(response.results().get(1).configs())
        .singleElement()
        .satisfies(config -> assertThat(config.value()).isEqualTo("0"));
  }

  private void createPartitions(WireClient client, int version) {
    Topic topic = newTopic(1);
    CreatePartitionsRequestData request = new CreatePartitionsRequestData().setTimeoutMs(1000);
    request
        .topics()
        .add(
            new CreatePartitionsTopic()
                .setName(topic.name().text())
                .setCount(4)
                .setAssignments(null));
    CreatePartitionsResponseData response =
        client.call(ApiKeys.CREATE_PARTITIONS, version, request);
    assertThat(response.results().getFirst().errorCode()).isZero();
    assertThat(
            gateway.core().topics().find(Tenant.DEFAULT, topic.name()).orElseThrow().partitions())
        .isEqualTo(4);
  }

  private void incrementalAlterConfigs(WireClient client, int version) {
    Topic topic = newTopic(1);
    AlterConfigsResource resource =
        new AlterConfigsResource()
            .setResourceType(ConfigResource.Type.TOPIC.id())
            .setResourceName(topic.name().text());
    resource.configs().add(new AlterableConfig().setName("retention.bytes").setValue("1000000"));
    IncrementalAlterConfigsRequestData request = new IncrementalAlterConfigsRequestData();
    request.resources().add(resource);
    IncrementalAlterConfigsResponseData response =
        client.call(ApiKeys.INCREMENTAL_ALTER_CONFIGS, version, request);
    assertThat(response.responses().getFirst().errorCode()).isZero();
    Topic altered = gateway.core().topics().find(Tenant.DEFAULT, topic.name()).orElseThrow();
    assertThat(altered.settings().retention().bytes()).isEqualTo(1_000_000);
  }

  private void describeCluster(WireClient client, int version) {
    DescribeClusterResponseData response =
        client.call(ApiKeys.DESCRIBE_CLUSTER, version, new DescribeClusterRequestData());
    assertThat(response.errorCode()).isZero();
    assertThat(response.clusterId())
        .isEqualTo(TopicIds.toKafka(gateway.core().cluster()).toString());
    assertThat(response.brokers()).hasSize(1);
    assertThat(response.brokers().iterator().next().port()).isEqualTo(port());
  }
}

package io.weir.kafka.api;

import io.weir.kafka.Requests;
import io.weir.kafka.TestRecords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** Every way to ask Kafka about a topic, a group or a transactional id. */
final class Questions {
  private static final byte TOPIC_CONFIGS = 2;
  private static final byte OF_GROUPS = 0;
  private static final byte OF_TRANSACTIONS = 1;

  private Questions() {}

  /**
   * A question.
   *
   * @param <T> how it names what it is about
   * @param about the request that asks it
   */
  record Question<T>(String what, ApiKeys key, int version, Function<T, ApiMessage> about) {
    Question(ApiKeys key, int version, Function<T, ApiMessage> about) {
      this(key.name, key, version, about);
    }

    @Override
    public String toString() {
      return what;
    }
  }

  /**
   * About a topic by its name.
   *
   * @param group a group that the caller may use
   */
  static List<Question<String>> byName(String group) {
    return List.of(
        new Question<>(ApiKeys.PRODUCE, 12, name -> produce(new TopicProduceData().setName(name))),
        new Question<>(ApiKeys.FETCH, 12, name -> fetch(new FetchTopic().setTopic(name))),
        new Question<>(ApiKeys.LIST_OFFSETS, 11, Questions::listOffsets),
        new Question<>(ApiKeys.OFFSET_FOR_LEADER_EPOCH, 4, Questions::offsetForLeaderEpoch),
        new Question<>(
            ApiKeys.METADATA, 13, name -> metadata(new MetadataRequestTopic().setName(name))),
        new Question<>(
            "Metadata that creates",
            ApiKeys.METADATA,
            4,
            name ->
                metadata(new MetadataRequestTopic().setName(name)).setAllowAutoTopicCreation(true)),
        new Question<>(
            ApiKeys.OFFSET_COMMIT,
            9,
            name -> commit(group, new OffsetCommitRequestTopic().setName(name))),
        new Question<>(
            ApiKeys.OFFSET_FETCH,
            9,
            name -> fetchOffsets(group, new OffsetFetchRequestTopics().setName(name))),
        new Question<>(ApiKeys.CREATE_TOPICS, 7, name -> createTopic(name, "10", false)),
        new Question<>(
            "CreateTopics that only checks",
            ApiKeys.CREATE_TOPICS,
            7,
            name -> createTopic(name, "10", true)),
        new Question<>(
            "CreateTopics with a fault",
            ApiKeys.CREATE_TOPICS,
            7,
            name -> createTopic(name, "no number", false)),
        new Question<>(
            ApiKeys.DELETE_TOPICS,
            5,
            name -> new DeleteTopicsRequestData().setTopicNames(List.of(name))),
        new Question<>(ApiKeys.DESCRIBE_CONFIGS, 4, Questions::describeConfigs),
        new Question<>(ApiKeys.CREATE_PARTITIONS, 3, name -> createPartitions(name, 2)),
        new Question<>(
            "CreatePartitions with a fault",
            ApiKeys.CREATE_PARTITIONS,
            3,
            name -> createPartitions(name, -1)),
        new Question<>(
            ApiKeys.INCREMENTAL_ALTER_CONFIGS,
            1,
            name -> alterConfigs(name, "retention.bytes", false)),
        new Question<>(
            "IncrementalAlterConfigs that only checks",
            ApiKeys.INCREMENTAL_ALTER_CONFIGS,
            1,
            name -> alterConfigs(name, "retention.bytes", true)),
        new Question<>(
            "IncrementalAlterConfigs with a fault",
            ApiKeys.INCREMENTAL_ALTER_CONFIGS,
            1,
            name -> alterConfigs(name, "no.such", false)));
  }

  /**
   * About a topic by its id.
   *
   * @param group a group that the caller may use
   */
  static List<Question<Uuid>> byId(String group) {
    return List.of(
        new Question<>(ApiKeys.PRODUCE, 13, id -> produce(new TopicProduceData().setTopicId(id))),
        new Question<>(ApiKeys.FETCH, 17, id -> fetch(new FetchTopic().setTopicId(id))),
        new Question<>(
            ApiKeys.METADATA,
            13,
            id -> metadata(new MetadataRequestTopic().setTopicId(id).setName(null))),
        new Question<>(
            ApiKeys.OFFSET_COMMIT,
            10,
            id -> commit(group, new OffsetCommitRequestTopic().setTopicId(id))),
        new Question<>(
            ApiKeys.OFFSET_FETCH,
            10,
            id -> fetchOffsets(group, new OffsetFetchRequestTopics().setTopicId(id))),
        new Question<>(
            ApiKeys.DELETE_TOPICS,
            6,
            id ->
                new DeleteTopicsRequestData()
                    .setTopics(List.of(new DeleteTopicState().setTopicId(id).setName(null)))));
  }

  /**
   * About a group.
   *
   * @param topic one that the caller may consume
   */
  static List<Question<String>> ofGroups(String topic) {
    return List.of(
        new Question<>(ApiKeys.FIND_COORDINATOR, 6, key -> findCoordinator(OF_GROUPS, key)),
        new Question<>(ApiKeys.JOIN_GROUP, 9, Questions::join),
        new Question<>(
            ApiKeys.SYNC_GROUP,
            5,
            group ->
                new SyncGroupRequestData()
                    .setGroupId(group)
                    .setMemberId("member")
                    .setProtocolType("consumer")
                    .setProtocolName("range")),
        new Question<>(
            ApiKeys.HEARTBEAT,
            4,
            group -> new HeartbeatRequestData().setGroupId(group).setMemberId("member")),
        new Question<>(
            ApiKeys.LEAVE_GROUP,
            5,
            group ->
                new LeaveGroupRequestData()
                    .setGroupId(group)
                    .setMembers(List.of(new MemberIdentity().setMemberId("member")))),
        new Question<>(
            ApiKeys.OFFSET_COMMIT,
            9,
            group -> commit(group, new OffsetCommitRequestTopic().setName(topic))),
        new Question<>(
            ApiKeys.OFFSET_FETCH,
            9,
            group -> fetchOffsets(group, new OffsetFetchRequestTopics().setName(topic))),
        new Question<>(
            "OffsetFetch of all",
            ApiKeys.OFFSET_FETCH,
            9,
            group ->
                new OffsetFetchRequestData()
                    .setGroups(
                        List.of(new OffsetFetchRequestGroup().setGroupId(group).setTopics(null)))),
        new Question<>(
            ApiKeys.DESCRIBE_GROUPS,
            6,
            group -> new DescribeGroupsRequestData().setGroups(List.of(group))),
        new Question<>(
            ApiKeys.DELETE_GROUPS,
            2,
            group -> new DeleteGroupsRequestData().setGroupsNames(List.of(group))));
  }

  /**
   * About a transactional id.
   *
   * @param topic one that the caller may publish to
   */
  static List<Question<String>> ofTransactions(String topic) {
    return List.of(
        new Question<>(ApiKeys.FIND_COORDINATOR, 6, key -> findCoordinator(OF_TRANSACTIONS, key)),
        new Question<>(
            ApiKeys.INIT_PRODUCER_ID,
            5,
            id ->
                new InitProducerIdRequestData()
                    .setTransactionalId(id)
                    .setTransactionTimeoutMs(60_000)),
        new Question<>(
            ApiKeys.PRODUCE,
            12,
            id ->
                Requests.produce(
                        new TopicProduceData().setName(topic), 0, TestRecords.batch("value"))
                    .setTransactionalId(id)));
  }

  private static ApiMessage produce(TopicProduceData topic) {
    return Requests.produce(topic, 0, TestRecords.batch("value"));
  }

  private static ApiMessage fetch(FetchTopic topic) {
    return new FetchRequestData()
        .setMaxWaitMs(1)
        .setMinBytes(1)
        .setTopics(List.of(topic.setPartitions(List.of(Requests.partition(0, 0)))));
  }

  private static ApiMessage listOffsets(String topic) {
    ListOffsetsTopic asked = new ListOffsetsTopic().setName(topic);
    asked.partitions().add(new ListOffsetsPartition().setPartitionIndex(0).setTimestamp(-1));
    return new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.of(asked));
  }

  private static ApiMessage offsetForLeaderEpoch(String topic) {
    OffsetForLeaderTopic asked = new OffsetForLeaderTopic().setTopic(topic);
    asked.partitions().add(new OffsetForLeaderPartition().setPartition(0).setLeaderEpoch(0));
    OffsetForLeaderEpochRequestData request = new OffsetForLeaderEpochRequestData();
    request.topics().add(asked);
    return request;
  }

  private static MetadataRequestData metadata(MetadataRequestTopic topic) {
    return new MetadataRequestData().setTopics(List.of(topic)).setAllowAutoTopicCreation(false);
  }

  private static ApiMessage commit(String group, OffsetCommitRequestTopic topic) {
    topic.partitions().add(new OffsetCommitRequestPartition().setCommittedOffset(1));
    return new OffsetCommitRequestData().setGroupId(group).setTopics(List.of(topic));
  }

  private static ApiMessage fetchOffsets(String group, OffsetFetchRequestTopics topic) {
    return new OffsetFetchRequestData()
        .setGroups(
            List.of(
                new OffsetFetchRequestGroup()
                    .setGroupId(group)
                    .setTopics(List.of(topic.setPartitionIndexes(List.of(0))))));
  }

  private static ApiMessage createTopic(String name, String retention, boolean validateOnly) {
    CreatableTopic topic =
        new CreatableTopic().setName(name).setNumPartitions(1).setReplicationFactor((short) 1);
    topic.configs().add(new CreatableTopicConfig().setName("retention.ms").setValue(retention));
    CreateTopicsRequestData request = new CreateTopicsRequestData().setValidateOnly(validateOnly);
    request.topics().add(topic);
    return request;
  }

  private static ApiMessage describeConfigs(String topic) {
    return new DescribeConfigsRequestData()
        .setResources(
            List.of(
                new DescribeConfigsResource()
                    .setResourceType(TOPIC_CONFIGS)
                    .setResourceName(topic)
                    .setConfigurationKeys(null)));
  }

  private static ApiMessage createPartitions(String topic, int count) {
    CreatePartitionsRequestData request = new CreatePartitionsRequestData().setTimeoutMs(1_000);
    request
        .topics()
        .add(new CreatePartitionsTopic().setName(topic).setCount(count).setAssignments(null));
    return request;
  }

  private static ApiMessage alterConfigs(String topic, String config, boolean validateOnly) {
    AlterConfigsResource resource =
        new AlterConfigsResource().setResourceType(TOPIC_CONFIGS).setResourceName(topic);
    resource.configs().add(new AlterableConfig().setName(config).setValue("1"));
    IncrementalAlterConfigsRequestData request =
        new IncrementalAlterConfigsRequestData().setValidateOnly(validateOnly);
    request.resources().add(resource);
    return request;
  }

  private static ApiMessage findCoordinator(byte type, String key) {
    return new FindCoordinatorRequestData().setKeyType(type).setCoordinatorKeys(List.of(key));
  }

  private static ApiMessage join(String group) {
    JoinGroupRequestData request =
        new JoinGroupRequestData()
            .setGroupId(group)
            .setSessionTimeoutMs(30_000)
            .setRebalanceTimeoutMs(30_000)
            .setProtocolType("consumer");
    request
        .protocols()
        .add(
            new JoinGroupRequestProtocol()
                .setName("range")
                .setMetadata("x".getBytes(StandardCharsets.UTF_8)));
    return request;
  }
}

package io.weir.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.address.TopicName;
import io.weir.core.tenant.Tenant;
import io.weir.kafka.TestGateway;
import io.weir.kafka.WireClient;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsAssignment;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Topics made, changed and deleted, and what cannot be. */
class TopicsTest {
  private static final byte TOPIC = 2;
  private static final byte BROKER = 4;

  private TestGateway gateway;
  private WireClient client;

  @BeforeEach
  void start() {
    gateway = new TestGateway();
    client = new WireClient(gateway.port());
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  private static CreatableTopic topic(String name) {
    return new CreatableTopic().setName(name).setNumPartitions(1).setReplicationFactor((short) 1);
  }

  private CreatableTopicResult create(CreatableTopic topic) {
    return create(false, topic).topics().iterator().next();
  }

  private CreateTopicsResponseData create(boolean validateOnly, CreatableTopic... topics) {
    CreateTopicsRequestData request = new CreateTopicsRequestData().setValidateOnly(validateOnly);
    for (CreatableTopic topic : topics) {
      request.topics().add(topic);
    }
    return client.call(ApiKeys.CREATE_TOPICS, 7, request);
  }

  private boolean exists(String name) {
    return gateway.core().topics().find(Tenant.DEFAULT, new TopicName(name)).isPresent();
  }

  private static void assertRefused(CreatableTopicResult result, Errors error, String message) {
    assertThat(Errors.forCode(result.errorCode())).isEqualTo(error);
    assertThat(result.errorMessage()).contains(message);
  }

  @Test
  void whatIsLeftOpenIsTheDefault() {
    CreatableTopicResult created =
        create(topic("open").setNumPartitions(-1).setReplicationFactor((short) -1));
    assertThat(created.errorCode()).isZero();
    assertThat(created.numPartitions()).isEqualTo(1);
    assertThat(created.replicationFactor()).isEqualTo((short) 1);
  }

  @Test
  void anyReplicationFactorIsTakenAndOneReplicaIsShown() {
    CreatableTopicResult created = create(topic("safe").setReplicationFactor((short) 3));
    assertThat(created.errorCode()).isZero();
    assertThat(created.replicationFactor()).isEqualTo((short) 1);
    assertRefused(
        create(topic("unsafe").setReplicationFactor((short) 0)),
        Errors.INVALID_REPLICATION_FACTOR,
        "at least 1");
  }

  @Test
  void whatCannotBeIsRefusedInWords() {
    create(topic("there"));
    assertRefused(create(topic("there")), Errors.TOPIC_ALREADY_EXISTS, "there");
    assertRefused(create(topic("a/b")), Errors.INVALID_TOPIC_EXCEPTION, "letters");
    assertRefused(create(topic("none").setNumPartitions(0)), Errors.INVALID_PARTITIONS, "1 to");
    CreatableTopic odd = topic("odd");
    odd.configs().add(new CreatableTopicConfig().setName("no.such").setValue("1"));
    assertRefused(create(odd), Errors.INVALID_CONFIG, "no.such");
    CreatableTopic unset = topic("unset");
    unset.configs().add(new CreatableTopicConfig().setName("retention.ms").setValue(null));
    assertRefused(create(unset), Errors.INVALID_CONFIG, "no value");
    CreatableTopic compacted = topic("compacted");
    compacted
        .configs()
        .add(new CreatableTopicConfig().setName("cleanup.policy").setValue("compact"));
    assertRefused(create(compacted), Errors.INVALID_CONFIG, "cannot compact");
  }

  @Test
  void thatATopicIsThereIsSaidBeforeAllElseThatIsWrong() {
    create(topic("there"));
    CreatableTopic compacted = topic("there");
    compacted
        .configs()
        .add(new CreatableTopicConfig().setName("cleanup.policy").setValue("compact"));
    assertRefused(create(compacted), Errors.TOPIC_ALREADY_EXISTS, "there");
    assertRefused(create(topic("there").setNumPartitions(0)), Errors.TOPIC_ALREADY_EXISTS, "there");
    assertRefused(
        create(topic("there").setReplicationFactor((short) 0)),
        Errors.TOPIC_ALREADY_EXISTS,
        "there");
  }

  @Test
  void partitionsMayBeAssignedToTheOneBroker() {
    CreatableTopic assigned =
        topic("assigned").setNumPartitions(-1).setReplicationFactor((short) -1);
    for (int partition = 0; partition < 2; partition++) {
      assigned
          .assignments()
          .add(
              new CreatableReplicaAssignment()
                  .setPartitionIndex(partition)
                  .setBrokerIds(List.of(0)));
    }
    assertThat(create(assigned).numPartitions()).isEqualTo(2);
    CreatableTopic elsewhere =
        topic("elsewhere").setNumPartitions(-1).setReplicationFactor((short) -1);
    elsewhere
        .assignments()
        .add(new CreatableReplicaAssignment().setPartitionIndex(0).setBrokerIds(List.of(7)));
    assertRefused(create(elsewhere), Errors.INVALID_REPLICA_ASSIGNMENT, "broker 0");
  }

  @Test
  void aTopicNamedTwiceIsRefusedOnce() {
    CreateTopicsResponseData response = create(false, topic("twin"), topic("twin"));
    assertThat(response.topics()).hasSize(1);
    assertRefused(response.topics().iterator().next(), Errors.INVALID_REQUEST, "more than once");
  }

  @Test
  void validatingMakesNothing() {
    assertThat(create(true, topic("dry")).topics().iterator().next().errorCode()).isZero();
    assertThat(exists("dry")).isFalse();
    create(topic("there"));
    assertRefused(
        create(true, topic("there")).topics().iterator().next(),
        Errors.TOPIC_ALREADY_EXISTS,
        "there");
    CreatableTopic compacted = topic("compacted");
    compacted
        .configs()
        .add(new CreatableTopicConfig().setName("cleanup.policy").setValue("compact"));
    assertRefused(
        create(true, compacted).topics().iterator().next(),
        Errors.INVALID_CONFIG,
        "cannot compact");
  }

  @Test
  void whatIsDeletedMustBeThereAndNamedOnce() {
    create(topic("doomed"));
    DeleteTopicsResponseData missing =
        client.call(
            ApiKeys.DELETE_TOPICS,
            6,
            new DeleteTopicsRequestData()
                .setTopics(
                    List.of(
                        new DeleteTopicState().setName("never-was"),
                        new DeleteTopicState().setTopicId(Uuid.randomUuid()))));
    assertThat(missing.responses())
        .extracting(it -> Errors.forCode(it.errorCode()))
        .containsExactlyInAnyOrder(Errors.UNKNOWN_TOPIC_OR_PARTITION, Errors.UNKNOWN_TOPIC_ID);
    DeleteTopicsResponseData twice =
        client.call(
            ApiKeys.DELETE_TOPICS,
            5,
            new DeleteTopicsRequestData().setTopicNames(List.of("doomed", "doomed")));
    assertThat(twice.responses().iterator().next().errorCode())
        .isEqualTo(Errors.INVALID_REQUEST.code());
    assertThat(exists("doomed")).isTrue();
  }

  @Test
  void whoDeletesByNameIsToldTheId() {
    Uuid id = create(topic("doomed")).topicId();
    DeleteTopicsResponseData deleted =
        client.call(
            ApiKeys.DELETE_TOPICS,
            6,
            new DeleteTopicsRequestData()
                .setTopics(List.of(new DeleteTopicState().setName("doomed"))));
    assertThat(deleted.responses().iterator().next().topicId()).isEqualTo(id);
  }

  private CreatePartitionsTopicResult grow(CreatePartitionsTopic topic) {
    CreatePartitionsRequestData request = new CreatePartitionsRequestData().setTimeoutMs(1000);
    request.topics().add(topic);
    CreatePartitionsResponseData response = client.call(ApiKeys.CREATE_PARTITIONS, 3, request);
    return response.results().getFirst();
  }

  @Test
  void partitionsAreOnlyAdded() {
    create(topic("grown").setNumPartitions(3));
    CreatePartitionsTopicResult fewer =
        grow(new CreatePartitionsTopic().setName("grown").setCount(2).setAssignments(null));
    assertThat(Errors.forCode(fewer.errorCode())).isEqualTo(Errors.INVALID_PARTITIONS);
    assertThat(fewer.errorMessage()).contains("has 3 partitions");
    CreatePartitionsTopicResult misplaced =
        grow(
            new CreatePartitionsTopic()
                .setName("grown")
                .setCount(4)
                .setAssignments(
                    List.of(new CreatePartitionsAssignment().setBrokerIds(List.of(5)))));
    assertThat(Errors.forCode(misplaced.errorCode())).isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
    CreatePartitionsTopicResult unknown =
        grow(new CreatePartitionsTopic().setName("no-such").setCount(4).setAssignments(null));
    assertThat(Errors.forCode(unknown.errorCode())).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
  }

  @Test
  void whatIsChangedIsNamedOnce() {
    create(topic("twin"));
    CreatePartitionsRequestData grow = new CreatePartitionsRequestData().setTimeoutMs(1000);
    for (int count : List.of(5, 3)) {
      grow.topics()
          .add(new CreatePartitionsTopic().setName("twin").setCount(count).setAssignments(null));
    }
    CreatePartitionsResponseData grown = client.call(ApiKeys.CREATE_PARTITIONS, 3, grow);
    assertThat(grown.results())
        .singleElement()
        .satisfies(
            it -> assertThat(Errors.forCode(it.errorCode())).isEqualTo(Errors.INVALID_REQUEST));

    IncrementalAlterConfigsRequestData alter = new IncrementalAlterConfigsRequestData();
    for (String value : List.of("1000", "2000")) {
      AlterConfigsResource resource =
          new AlterConfigsResource().setResourceType(TOPIC).setResourceName("twin");
      resource.configs().add(new AlterableConfig().setName("retention.ms").setValue(value));
      alter.resources().add(resource);
    }
    IncrementalAlterConfigsResponseData altered =
        client.call(ApiKeys.INCREMENTAL_ALTER_CONFIGS, 1, alter);
    assertThat(altered.responses())
        .singleElement()
        .satisfies(
            it -> assertThat(Errors.forCode(it.errorCode())).isEqualTo(Errors.INVALID_REQUEST));
    assertThat(shown("twin", "retention.ms")).isEqualTo("604800000 by default");
  }

  @Test
  void validatingAChangeChangesNothing() {
    create(topic("same"));
    CreatePartitionsRequestData grow =
        new CreatePartitionsRequestData().setTimeoutMs(1000).setValidateOnly(true);
    grow.topics().add(new CreatePartitionsTopic().setName("same").setCount(5).setAssignments(null));
    CreatePartitionsResponseData grown = client.call(ApiKeys.CREATE_PARTITIONS, 3, grow);
    assertThat(grown.results().getFirst().errorCode()).isZero();
    AlterConfigsResource resource =
        new AlterConfigsResource().setResourceType(TOPIC).setResourceName("same");
    resource.configs().add(new AlterableConfig().setName("retention.ms").setValue("1"));
    IncrementalAlterConfigsRequestData alter =
        new IncrementalAlterConfigsRequestData().setValidateOnly(true);
    alter.resources().add(resource);
    IncrementalAlterConfigsResponseData altered =
        client.call(ApiKeys.INCREMENTAL_ALTER_CONFIGS, 1, alter);
    assertThat(altered.responses().getFirst().errorCode()).isZero();
    assertThat(shown("same", "retention.ms")).isEqualTo("604800000 by default");
    assertThat(
            gateway
                .core()
                .topics()
                .find(Tenant.DEFAULT, new TopicName("same"))
                .orElseThrow()
                .partitions())
        .isEqualTo(1);
  }

  private AlterConfigsResourceResponse alter(
      byte type, String name, byte operation, String config, String value) {
    AlterConfigsResource resource =
        new AlterConfigsResource().setResourceType(type).setResourceName(name);
    resource
        .configs()
        .add(new AlterableConfig().setName(config).setConfigOperation(operation).setValue(value));
    IncrementalAlterConfigsRequestData request = new IncrementalAlterConfigsRequestData();
    request.resources().add(resource);
    IncrementalAlterConfigsResponseData response =
        client.call(ApiKeys.INCREMENTAL_ALTER_CONFIGS, 1, request);
    return response.responses().getFirst();
  }

  private String shown(String topic, String config) {
    DescribeConfigsResponseData response =
        client.call(
            ApiKeys.DESCRIBE_CONFIGS,
            4,
            new DescribeConfigsRequestData()
                .setResources(
                    List.of(
                        new DescribeConfigsResource()
                            .setResourceType(TOPIC)
                            .setResourceName(topic)
                            .setConfigurationKeys(List.of(config)))));
    var entry = response.results().getFirst().configs().getFirst();
    return entry.value() + (entry.configSource() == 5 ? " by default" : "");
  }

  @Test
  void aConfigurationIsSetAndTakenBack() {
    byte set = 0;
    byte delete = 1;
    create(topic("tuned"));
    assertThat(shown("tuned", "retention.ms")).isEqualTo("604800000 by default");
    assertThat(alter(TOPIC, "tuned", set, "retention.ms", "1000").errorCode()).isZero();
    assertThat(shown("tuned", "retention.ms")).isEqualTo("1000");
    assertThat(alter(TOPIC, "tuned", delete, "retention.ms", null).errorCode()).isZero();
    assertThat(shown("tuned", "retention.ms")).isEqualTo("604800000 by default");
  }

  @Test
  void aListIsEditedAndNothingElseIs() {
    byte append = 2;
    byte subtract = 3;
    create(topic("edited"));
    assertThat(alter(TOPIC, "edited", append, "cleanup.policy", "delete").errorCode()).isZero();
    AlterConfigsResourceResponse emptied =
        alter(TOPIC, "edited", subtract, "cleanup.policy", "delete");
    assertThat(Errors.forCode(emptied.errorCode())).isEqualTo(Errors.INVALID_CONFIG);
    AlterConfigsResourceResponse noList = alter(TOPIC, "edited", append, "retention.ms", "5");
    assertThat(noList.errorMessage()).contains("no list");
  }

  @Test
  void theBrokerIsNotConfiguredByClients() {
    AlterConfigsResourceResponse refused = alter(BROKER, "0", (byte) 0, "num.partitions", "5");
    assertThat(Errors.forCode(refused.errorCode())).isEqualTo(Errors.INVALID_REQUEST);
    assertThat(refused.errorMessage()).contains("weir.yaml");
  }
}

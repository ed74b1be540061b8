package io.weir.tests.kafka;

import static io.weir.tests.kafka.Clients.get;
import static io.weir.tests.kafka.Clients.newName;
import static io.weir.tests.kafka.Clients.newTopic;
import static io.weir.tests.kafka.Clients.producer;
import static io.weir.tests.kafka.Clients.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.tests.servers.OnEachServer;
import io.weir.tests.servers.Server;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

@OnEachServer
class JavaAdminTest {
  @Parameter Server server;
  private Admin admin;

  @BeforeEach
  void connect() {
    admin = Clients.admin(server.kafka());
  }

  @AfterEach
  void disconnect() {
    admin.close();
  }

  @Test
  void aTopicIsCreatedListedDescribedAndDeleted() {
    String topic = newName("life");

    create(new NewTopic(topic, 3, (short) 1));
    assertThat(get(admin.listTopics().names())).contains(topic);
    TopicDescription description = describe(topic);
    assertThat(description.partitions()).extracting(p -> p.partition()).containsExactly(0, 1, 2);
    assertThat(description.partitions()).allSatisfy(p -> assertThat(p.isr()).contains(p.leader()));
    assertThat(description.isInternal()).isFalse();
    assertThat(description.topicId()).isNotEqualTo(Uuid.ZERO_UUID);

    get(admin.deleteTopics(List.of(topic)).all());
    Awaitility.await().until(() -> !get(admin.listTopics().names()).contains(topic));
    assertThatThrownBy(() -> describe(topic)).isInstanceOf(UnknownTopicOrPartitionException.class);
  }

  @Test
  void aTopicCreatedAgainIsAnother() {
    String topic = newTopic(server.kafka(), "again", 1);
    Uuid former = describe(topic).topicId();
    try (var producer = producer(server.kafka())) {
      get(producer.send(new ProducerRecord<>(topic, utf8("former"))));
    }

    get(admin.deleteTopics(TopicCollection.ofTopicIds(List.of(former))).all());
    Awaitility.await()
        .ignoreException(TopicExistsException.class)
        .until(
            () -> {
              create(new NewTopic(topic, 1, (short) 1));
              return true;
            });

    assertThat(describe(topic).topicId()).isNotEqualTo(former);
    assertThat(end(topic, OffsetSpec.latest())).isZero();
  }

  @Test
  void aTopicIsFoundByItsId() {
    String topic = newTopic(server.kafka(), "by-id", 2);
    Uuid id = describe(topic).topicId();

    var found = get(admin.describeTopics(TopicCollection.ofTopicIds(List.of(id))).allTopicIds());

    assertThat(found.get(id).name()).isEqualTo(topic);
  }

  @Test
  void whatCannotBeCreatedIsRefusedWithItsReason() {
    String topic = newTopic(server.kafka(), "taken", 1);

    assertThatThrownBy(() -> create(new NewTopic(topic, 1, (short) 1)))
        .isInstanceOf(TopicExistsException.class);
    assertThatThrownBy(() -> create(new NewTopic(newName("none"), 0, (short) 1)))
        .isInstanceOf(InvalidPartitionsException.class);
    assertThatThrownBy(() -> create(new NewTopic("a/b", 1, (short) 1)))
        .isInstanceOf(InvalidTopicException.class);
    assertThatThrownBy(() -> create(new NewTopic("x".repeat(250), 1, (short) 1)))
        .isInstanceOf(InvalidTopicException.class);
    assertThatThrownBy(
            () ->
                create(
                    new NewTopic(newName("config"), 1, (short) 1)
                        .configs(Map.of("no.such.config", "1"))))
        .isInstanceOf(InvalidConfigurationException.class);
    assertThatThrownBy(
            () ->
                create(
                    new NewTopic(newName("config"), 1, (short) 1)
                        .configs(Map.of("retention.ms", "soon"))))
        .isInstanceOf(InvalidConfigurationException.class);
  }

  private void create(NewTopic topic) {
    Clients.create(admin, topic);
  }

  @Test
  void aTopicOnlyValidatedIsNotCreated() {
    String topic = newName("validated");

    get(
        admin
            .createTopics(
                List.of(new NewTopic(topic, 2, (short) 1)),
                new CreateTopicsOptions().validateOnly(true))
            .all());

    assertThat(get(admin.listTopics().names())).doesNotContain(topic);
  }

  @Test
  void partitionsAndReplicasMayBeLeftToTheServer() {
    String topic = newName("defaults");

    create(new NewTopic(topic, Optional.empty(), Optional.empty()));

    assertThat(describe(topic).partitions()).hasSize(1);
  }

  @Test
  void deletingAnUnknownTopicIsSaid() {
    assertThatThrownBy(() -> get(admin.deleteTopics(List.of(newName("unknown"))).all()))
        .isInstanceOf(UnknownTopicOrPartitionException.class);
  }

  @Test
  void theClusterHasAnIdAndOneNodeThatAnswers() {
    var cluster = admin.describeCluster();

    assertThat(get(cluster.clusterId())).isNotEmpty();
    assertThat(get(cluster.nodes()))
        .singleElement()
        .satisfies(node -> assertThat(node.host() + ":" + node.port()).isEqualTo(server.kafka()));
    assertThat(get(cluster.controller())).isEqualTo(get(cluster.nodes()).iterator().next());
  }

  @Test
  void aTopicsConfigurationIsDescribedWithWhereItComesFrom() {
    String topic = newName("config");
    create(new NewTopic(topic, 1, (short) 1).configs(Map.of("retention.ms", "3600000")));

    Config config = configOf(new ConfigResource(ConfigResource.Type.TOPIC, topic));

    assertThat(config.get("retention.ms").value()).isEqualTo("3600000");
    assertThat(config.get("retention.ms").source())
        .isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
    assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
    assertThat(config.get("cleanup.policy").isDefault()).isTrue();
    assertThat(config.get("max.message.bytes").value()).isEqualTo("1048588");
    assertThat(config.get("retention.bytes").value()).isEqualTo("-1");
  }

  @Test
  void aTopicsConfigurationIsChangedOneByOne() {
    String topic = newName("config");
    create(new NewTopic(topic, 1, (short) 1).configs(Map.of("retention.ms", "3600000")));
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);

    change(resource, new ConfigEntry("retention.bytes", "1000000"), OpType.SET);
    Awaitility.await()
        .until(() -> configOf(resource).get("retention.bytes").value().equals("1000000"));
    assertThat(configOf(resource).get("retention.ms").value()).isEqualTo("3600000");

    change(resource, new ConfigEntry("retention.ms", ""), OpType.DELETE);
    Awaitility.await().until(() -> configOf(resource).get("retention.ms").isDefault());
    assertThatThrownBy(() -> change(resource, new ConfigEntry("retention.ms", "soon"), OpType.SET))
        .isInstanceOf(InvalidConfigurationException.class);
  }

  private void change(ConfigResource resource, ConfigEntry entry, OpType operation) {
    get(
        admin
            .incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(entry, operation))))
            .all());
  }

  @Test
  void aTopicIsGivenMorePartitionsAndNeverFewer() {
    String topic = newTopic(server.kafka(), "grows", 2);

    get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(5))).all());

    Awaitility.await().until(() -> describe(topic).partitions().size() == 5);
    assertThatThrownBy(
            () -> get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all()))
        .isInstanceOf(InvalidPartitionsException.class);
  }

  @Test
  void theConfigurationOfAnUnknownTopicIsUnknown() {
    assertThatThrownBy(
            () -> configOf(new ConfigResource(ConfigResource.Type.TOPIC, newName("unknown"))))
        .isInstanceOf(UnknownTopicOrPartitionException.class);
  }

  private Config configOf(ConfigResource resource) {
    return get(admin.describeConfigs(List.of(resource)).all()).get(resource);
  }

  @Test
  void offsetsAreListedBySpecification() {
    String topic = newTopic(server.kafka(), "offsets", 1);
    try (var producer = producer(server.kafka())) {
      for (long timestamp : List.of(100L, 900L, 500L)) {
        get(
            producer.send(
                new ProducerRecord<>(topic, 0, timestamp, null, utf8("at " + timestamp))));
      }
    }

    assertThat(end(topic, OffsetSpec.earliest())).isZero();
    assertThat(end(topic, OffsetSpec.latest())).isEqualTo(3);
    assertThat(end(topic, OffsetSpec.maxTimestamp())).isEqualTo(1);
    assertThat(end(topic, OffsetSpec.forTimestamp(300))).isEqualTo(1);
    assertThat(end(topic, OffsetSpec.forTimestamp(901))).isEqualTo(-1);
  }

  private long end(String topic, OffsetSpec specification) {
    TopicPartition partition = new TopicPartition(topic, 0);
    return get(admin.listOffsets(Map.of(partition, specification)).partitionResult(partition))
        .offset();
  }

  private TopicDescription describe(String topic) {
    return Clients.describe(admin, topic);
  }
}

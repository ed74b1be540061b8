package io.weir.tests.kafka;

import static io.weir.tests.kafka.Clients.PATIENCE;
import static io.weir.tests.kafka.Clients.get;
import static io.weir.tests.kafka.Clients.newName;
import static io.weir.tests.kafka.Clients.newTopic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.tests.servers.OnEachServer;
import io.weir.tests.servers.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Consumer groups from outside. */
@OnEachServer
class JavaGroupAdminTest {
  @Parameter Server server;
  private Admin admin;
  private String group;
  private TopicPartition partition;

  @BeforeEach
  void connect() {
    admin = Clients.admin(server.kafka());
    group = newName("group-admin");
    partition = new TopicPartition(newTopic(server.kafka(), "group-admin", 1), 0);
  }

  @AfterEach
  void disconnect() {
    admin.close();
  }

  @Test
  void aGroupWithAMemberIsListedAndDescribed() {
    try (var member = member()) {
      assertThat(get(admin.listGroups().all())).extracting(GroupListing::groupId).contains(group);

      ConsumerGroupDescription description = describe();
      assertThat(description.groupState()).isEqualTo(GroupState.STABLE);
      assertThat(description.partitionAssignor()).isEqualTo("range");
      assertThat(description.coordinator().host() + ":" + description.coordinator().port())
          .isEqualTo(server.kafka());
      assertThat(description.members())
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.clientId()).isEqualTo("observed");
                assertThat(one.host()).isEqualTo("/127.0.0.1");
                assertThat(one.assignment().topicPartitions()).containsExactly(partition);
              });
      assertThat(member.assignment()).containsExactly(partition);
    }
  }

  @Test
  void aGroupsOffsetsAreShownAndSetWhileItIsEmpty() {
    commit(5);
    assertThat(committed()).isEqualTo(new OffsetAndMetadata(5));

    get(admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(2))).all());

    assertThat(committed().offset()).isEqualTo(2);
  }

  private OffsetAndMetadata committed() {
    return get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .get(partition);
  }

  @Test
  void anEmptyGroupIsDeletedAndOneWithMembersIsNot() {
    try (var member = member()) {
      assertThatThrownBy(this::delete).isInstanceOf(GroupNotEmptyException.class);
      assertThat(member.assignment()).isNotEmpty();
    }
    commit(1);
    Awaitility.await().until(() -> describe().groupState() == GroupState.EMPTY);

    delete();

    assertThat(get(admin.listGroups().all()))
        .extracting(GroupListing::groupId)
        .doesNotContain(group);
    assertThatThrownBy(this::delete).isInstanceOf(GroupIdNotFoundException.class);
  }

  private void delete() {
    get(admin.deleteConsumerGroups(Set.of(group)).all());
  }

  private ConsumerGroupDescription describe() {
    return get(admin.describeConsumerGroups(Set.of(group)).all()).get(group);
  }

  private void commit(long offset) {
    try (var consumer = Clients.consumer(server.kafka(), "group.id", group)) {
      consumer.assign(List.of(partition));
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
    }
  }

  /** One that has its assignment. */
  private Consumer<byte[], byte[]> member() {
    Consumer<byte[], byte[]> member =
        Clients.consumer(server.kafka(), "group.id", group, "client.id", "observed");
    member.subscribe(List.of(partition.topic()));
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInSameThread()
        .until(
            () -> {
              member.poll(Duration.ofMillis(50));
              return !member.assignment().isEmpty();
            });
    return member;
  }
}

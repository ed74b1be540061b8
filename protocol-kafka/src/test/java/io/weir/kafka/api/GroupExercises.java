package io.weir.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.core.topic.Topic;
import io.weir.kafka.WireClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** The {@link Exercises} of consumer groups. */
final class GroupExercises {
  private final Exercises exercises;
  private final AtomicInteger groups = new AtomicInteger();

  GroupExercises(Exercises exercises) {
    this.exercises = exercises;
  }

  Map<ApiKeys, Exercises.Exercise> all() {
    return Map.of(
        ApiKeys.DESCRIBE_GROUPS, this::describeGroups,
        ApiKeys.LIST_GROUPS, this::listGroups,
        ApiKeys.DELETE_GROUPS, this::deleteGroups,
        ApiKeys.FIND_COORDINATOR, this::findCoordinator,
        ApiKeys.JOIN_GROUP, this::joinGroup,
        ApiKeys.SYNC_GROUP, this::syncGroup,
        ApiKeys.HEARTBEAT, this::heartbeat,
        ApiKeys.LEAVE_GROUP, this::leaveGroup,
        ApiKeys.OFFSET_COMMIT, this::offsetCommit,
        ApiKeys.OFFSET_FETCH, this::offsetFetch);
  }

  private String newGroup() {
    return "group-" + groups.incrementAndGet();
  }

  private void findCoordinator(WireClient client, int version) {
    FindCoordinatorRequestData request = new FindCoordinatorRequestData();
    if (version >= 4) {
      request.setCoordinatorKeys(List.of("one", "two"));
    } else {
      request.setKey("one");
    }
    FindCoordinatorResponseData response = client.call(ApiKeys.FIND_COORDINATOR, version, request);
    if (version >= 4) {
      assertThat(response.coordinators()).hasSize(2);
      assertThat(response.coordinators().get(1).errorCode()).isZero();
      assertThat(response.coordinators().get(1).key()).isEqualTo("two");
      assertThat(response.coordinators().get(1).port()).isEqualTo(exercises.port());
    } else {
      assertThat(response.errorCode()).isZero();
      assertThat(response.port()).isEqualTo(exercises.port());
    }
  }

  /** A member that has joined and is its group's leader. */
  private record Member(String group, String id, int generation) {}

  private static byte[] subscription() {
    return bytes(ConsumerProtocol.serializeSubscription(new Subscription(List.of("orders"))));
  }

  private static byte[] bytes(java.nio.ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static JoinGroupRequestData join(String group, String member, int version) {
    JoinGroupRequestData request =
        new JoinGroupRequestData()
            .setGroupId(group)
            .setMemberId(member)
            .setSessionTimeoutMs(30_000)
            .setProtocolType("consumer");
    if (version >= 1) {
      request.setRebalanceTimeoutMs(30_000);
    }
    request
        .protocols()
        .add(new JoinGroupRequestProtocol().setName("range").setMetadata(subscription()));
    return request;
  }

  private static JoinGroupResponseData joined(WireClient client, String group, int version) {
    JoinGroupResponseData[] response = new JoinGroupResponseData[1];
    // The coordinator answers "loading" until it has read its log.
    await()
        .until(
            () -> {
              response[0] = client.call(ApiKeys.JOIN_GROUP, version, join(group, "", version));
              return response[0].errorCode() != Errors.COORDINATOR_LOAD_IN_PROGRESS.code();
            });
    if (version >= 4) {
      assertThat(response[0].errorCode()).isEqualTo(Errors.MEMBER_ID_REQUIRED.code());
      response[0] =
          client.call(ApiKeys.JOIN_GROUP, version, join(group, response[0].memberId(), version));
    }
    return response[0];
  }

  private void joinGroup(WireClient client, int version) {
    JoinGroupResponseData response = joined(client, newGroup(), version);
    assertThat(response.errorCode()).isZero();
    assertThat(response.generationId()).isEqualTo(1);
    assertThat(response.protocolName()).isEqualTo("range");
    assertThat(response.leader()).isEqualTo(response.memberId()).startsWith("wire-");
    assertThat(response.members())
        .singleElement()
        .satisfies(member -> assertThat(member.metadata()).isEqualTo(subscription()));
  }

  private Member member(WireClient client) {
    String group = newGroup();
    JoinGroupResponseData response = joined(client, group, 9);
    return new Member(group, response.memberId(), response.generationId());
  }

  private static SyncGroupResponseData sync(WireClient client, Member member, int version) {
    SyncGroupRequestData request =
        new SyncGroupRequestData()
            .setGroupId(member.group)
            .setMemberId(member.id)
            .setGenerationId(member.generation)
            .setAssignments(
                List.of(
                    new SyncGroupRequestAssignment()
                        .setMemberId(member.id)
                        .setAssignment(new byte[] {1, 2, 3})));
    if (version >= 5) {
      request.setProtocolType("consumer").setProtocolName("range");
    }
    return client.call(ApiKeys.SYNC_GROUP, version, request);
  }

  private void syncGroup(WireClient client, int version) {
    SyncGroupResponseData response = sync(client, member(client), version);
    assertThat(response.errorCode()).isZero();
    assertThat(response.assignment()).containsExactly(1, 2, 3);
  }

  private void heartbeat(WireClient client, int version) {
    Member member = member(client);
    sync(client, member, 5);
    HeartbeatRequestData request =
        new HeartbeatRequestData()
            .setGroupId(member.group)
            .setMemberId(member.id)
            .setGenerationId(member.generation);
    HeartbeatResponseData alive = client.call(ApiKeys.HEARTBEAT, version, request);
    assertThat(alive.errorCode()).isZero();
    HeartbeatResponseData stale =
        client.call(ApiKeys.HEARTBEAT, version, request.setGenerationId(member.generation + 1));
    assertThat(stale.errorCode()).isEqualTo(Errors.ILLEGAL_GENERATION.code());
  }

  private void leaveGroup(WireClient client, int version) {
    Member member = member(client);
    sync(client, member, 5);
    LeaveGroupRequestData request = new LeaveGroupRequestData().setGroupId(member.group);
    if (version >= 3) {
      request.setMembers(List.of(new MemberIdentity().setMemberId(member.id)));
    } else {
      request.setMemberId(member.id);
    }
    LeaveGroupResponseData left = client.call(ApiKeys.LEAVE_GROUP, version, request);
    assertThat(left.errorCode()).isZero();
    HeartbeatResponseData gone =
        client.call(
            ApiKeys.HEARTBEAT,
            4,
            new HeartbeatRequestData()
                .setGroupId(member.group)
                .setMemberId(member.id)
                .setGenerationId(member.generation));
    assertThat(gone.errorCode()).isEqualTo(Errors.UNKNOWN_MEMBER_ID.code());
  }

  private void describeGroups(WireClient client, int version) {
    Member member = member(client);
    sync(client, member, 5);
    awaitLoaded(client);
    DescribeGroupsResponseData response =
        client.call(
            ApiKeys.DESCRIBE_GROUPS,
            version,
            new DescribeGroupsRequestData().setGroups(List.of(member.group, "no-such-group")));
    var described = named(response, member.group);
    assertThat(described.groupState()).isEqualTo("Stable");
    assertThat(described.protocolType()).isEqualTo("consumer");
    var only = described.members().getFirst();
    assertThat(only.memberId()).isEqualTo(member.id);
    assertThat(only.memberMetadata()).isEqualTo(subscription());
    assertThat(only.memberAssignment()).containsExactly(1, 2, 3);
    var missing = named(response, "no-such-group");
    assertThat(missing.groupState()).isEqualTo("Dead");
    assertThat(missing.errorCode())
        .isEqualTo((version >= 6 ? Errors.GROUP_ID_NOT_FOUND : Errors.NONE).code());
    if (version >= 6) {
      assertThat(missing.errorMessage()).contains("no-such-group").doesNotContain("default/");
    }
  }

  /**
   * Waits until the coordinator has read all of its log, for it may have read what is said of one
   * group and not yet of another.
   */
  static void awaitLoaded(WireClient client) {
    await()
        .until(
            () -> {
              ListGroupsResponseData all =
                  client.call(ApiKeys.LIST_GROUPS, 5, new ListGroupsRequestData());
              return all.errorCode() != Errors.COORDINATOR_LOAD_IN_PROGRESS.code();
            });
  }

  private static DescribedGroup named(DescribeGroupsResponseData response, String group) {
    return response.groups().stream()
        .filter(described -> described.groupId().equals(group))
        .findFirst()
        .orElseThrow();
  }

  private void listGroups(WireClient client, int version) {
    Member member = member(client);
    sync(client, member, 5);
    awaitLoaded(client);
    ListGroupsRequestData request = new ListGroupsRequestData();
    if (version >= 4) {
      request.setStatesFilter(List.of("Stable"));
    }
    ListGroupsResponseData response = client.call(ApiKeys.LIST_GROUPS, version, request);
    assertThat(response.errorCode()).isZero();
    assertThat(response.groups())
        .anySatisfy(
            group -> {
              assertThat(group.groupId()).isEqualTo(member.group);
              assertThat(group.protocolType()).isEqualTo("consumer");
              assertThat(group.groupState()).isEqualTo(version >= 4 ? "Stable" : "");
              assertThat(group.groupType()).isEqualTo(version >= 5 ? "classic" : "");
            });
  }

  private void deleteGroups(WireClient client, int version) {
    Member member = member(client);
    String empty = newGroup();
    commit(client, empty, exercises.newTopic(1), 1, 9);
    DeleteGroupsResponseData response =
        client.call(
            ApiKeys.DELETE_GROUPS,
            version,
            new DeleteGroupsRequestData().setGroupsNames(List.of(empty, member.group)));
    assertThat(response.results().find(empty).errorCode()).isZero();
    assertThat(response.results().find(member.group).errorCode())
        .isEqualTo(Errors.NON_EMPTY_GROUP.code());
  }

  private static OffsetCommitResponseData commit(
      WireClient client, String group, Topic topic, long offset, int version) {
    OffsetCommitRequestTopic committed =
        version >= 10
            ? new OffsetCommitRequestTopic().setTopicId(Exercises.id(topic))
            : new OffsetCommitRequestTopic().setName(topic.name().text());
    committed
        .partitions()
        .add(
            new OffsetCommitRequestPartition()
                .setPartitionIndex(0)
                .setCommittedOffset(offset)
                .setCommittedMetadata("note"));
    OffsetCommitResponseData[] response = new OffsetCommitResponseData[1];
    await()
        .until(
            () -> {
              response[0] =
                  client.call(
                      ApiKeys.OFFSET_COMMIT,
                      version,
                      new OffsetCommitRequestData()
                          .setGroupId(group)
                          .setTopics(List.of(committed.duplicate())));
              return response[0].topics().getFirst().partitions().getFirst().errorCode()
                  != Errors.COORDINATOR_LOAD_IN_PROGRESS.code();
            });
    return response[0];
  }

  private void offsetCommit(WireClient client, int version) {
    String group = newGroup();
    Topic topic = exercises.newTopic(1);
    OffsetCommitResponseData response = commit(client, group, topic, 42, version);
    var answered = response.topics().getFirst();
    assertThat(answered.partitions().getFirst().errorCode()).isZero();
    if (version >= 10) {
      assertThat(answered.topicId()).isEqualTo(Exercises.id(topic));
    } else {
      assertThat(answered.name()).isEqualTo(topic.name().text());
    }
    var fetched = fetchGroups(client, group, topic, 8).groups().getFirst().topics().getFirst();
    assertThat(fetched.partitions().getFirst().committedOffset()).isEqualTo(42);
  }

  private void offsetFetch(WireClient client, int version) {
    String group = newGroup();
    Topic topic = exercises.newTopic(1);
    commit(client, group, topic, 7, 9);
    if (version >= 8) {
      OffsetFetchResponseData response = fetchGroups(client, group, topic, version);
      var answered = response.groups().getFirst();
      assertThat(answered.groupId()).isEqualTo(group);
      assertThat(answered.errorCode()).isZero();
      var fetched = answered.topics().getFirst();
      if (version >= 10) {
        assertThat(fetched.topicId()).isEqualTo(Exercises.id(topic));
      } else {
        assertThat(fetched.name()).isEqualTo(topic.name().text());
      }
      assertThat(fetched.partitions().getFirst().committedOffset()).isEqualTo(7);
      assertThat(fetched.partitions().getFirst().metadata()).isEqualTo("note");
    } else {
      OffsetFetchRequestData request =
          new OffsetFetchRequestData()
              .setGroupId(group)
              .setTopics(
                  List.of(
                      new OffsetFetchRequestTopic()
                          .setName(topic.name().text())
                          .setPartitionIndexes(List.of(0))));
      OffsetFetchResponseData response = client.call(ApiKeys.OFFSET_FETCH, version, request);
      assertThat(response.errorCode()).isZero();
      var fetched = response.topics().getFirst();
      assertThat(fetched.name()).isEqualTo(topic.name().text());
      assertThat(fetched.partitions().getFirst().committedOffset()).isEqualTo(7);
      assertThat(fetched.partitions().getFirst().metadata()).isEqualTo("note");
    }
  }

  private static OffsetFetchResponseData fetchGroups(
      WireClient client, String group, Topic topic, int version) {
    OffsetFetchRequestTopics wanted =
        version >= 10
            ? new OffsetFetchRequestTopics().setTopicId(Exercises.id(topic))
            : new OffsetFetchRequestTopics().setName(topic.name().text());
    return client.call(
        ApiKeys.OFFSET_FETCH,
        version,
        new OffsetFetchRequestData()
            .setGroups(
                List.of(
                    new OffsetFetchRequestGroup()
                        .setGroupId(group)
                        .setTopics(List.of(wanted.setPartitionIndexes(List.of(0)))))));
  }
}

package io.weir.kafka.group;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.coordinator.group.GroupCoordinator;

/**
 * The coordinator as one tenant at a time sees it: the names of groups and topics go in as {@code
 * tenant/name} and come out as they were. Requests are changed by being passed. Futures complete on
 * the call's context; they fail with what Kafka's coordinator fails with.
 */
public final class TenantGroups {
  private final GroupCoordinator coordinator;

  TenantGroups(GroupCoordinator coordinator) {
    this.coordinator = coordinator;
  }

  public Future<JoinGroupResponseData> join(GroupCall call, JoinGroupRequestData request) {
    TenantNames names = TenantNames.of(call.caller().tenant());
    boolean consumers = ConsumerProtocol.PROTOCOL_TYPE.equals(request.protocolType());
    if (consumers) {
      for (JoinGroupRequestProtocol protocol : request.protocols()) {
        protocol.setMetadata(subscription(protocol.metadata(), name -> true, names::in));
      }
    }
    request.setGroupId(names.in(request.groupId()));
    return answer(call, coordinator.joinGroup(call, request, BufferSupplier.NO_CACHING))
        .map(response -> consumers ? outside(response, names) : response);
  }

  /** Members are the coordinator's own objects, so they are replaced rather than changed. */
  private static JoinGroupResponseData outside(JoinGroupResponseData response, TenantNames names) {
    List<JoinGroupResponseMember> members =
        response.members().stream()
            .map(
                member ->
                    new JoinGroupResponseMember()
                        .setMemberId(member.memberId())
                        .setGroupInstanceId(member.groupInstanceId())
                        .setMetadata(subscription(member.metadata(), names::holds, names::out)))
            .toList();
    return response.setMembers(members);
  }

  private static byte[] subscription(
      byte[] metadata, Predicate<String> mapped, UnaryOperator<String> names) {
    return Subscription.map(metadata, mapped, names);
  }

  public Future<SyncGroupResponseData> sync(GroupCall call, SyncGroupRequestData request) {
    request.setGroupId(TenantNames.of(call.caller().tenant()).in(request.groupId()));
    return answer(call, coordinator.syncGroup(call, request, BufferSupplier.NO_CACHING));
  }

  public Future<HeartbeatResponseData> heartbeat(GroupCall call, HeartbeatRequestData request) {
    request.setGroupId(TenantNames.of(call.caller().tenant()).in(request.groupId()));
    return answer(call, coordinator.heartbeat(call, request));
  }

  public Future<LeaveGroupResponseData> leave(GroupCall call, LeaveGroupRequestData request) {
    request.setGroupId(TenantNames.of(call.caller().tenant()).in(request.groupId()));
    return answer(call, coordinator.leaveGroup(call, request));
  }

  /** Commits offsets of topics that have their name, whatever the request's version. */
  public Future<OffsetCommitResponseData> commit(GroupCall call, OffsetCommitRequestData request) {
    TenantNames names = TenantNames.of(call.caller().tenant());
    request.setGroupId(names.in(request.groupId()));
    for (OffsetCommitRequestTopic topic : request.topics()) {
      topic.setName(names.in(topic.name()));
    }
    return answer(call, coordinator.commitOffsets(call, request, BufferSupplier.NO_CACHING))
        .map(
            response -> {
              for (OffsetCommitResponseTopic topic : response.topics()) {
                topic.setName(names.out(topic.name()));
              }
              return response;
            });
  }

  /** Fetches offsets of topics that have their name, whatever the request's version. */
  public Future<OffsetFetchResponseGroup> fetch(
      GroupCall call, OffsetFetchRequestGroup request, boolean requireStable) {
    TenantNames names = TenantNames.of(call.caller().tenant());
    request.setGroupId(names.in(request.groupId()));
    if (request.topics() != null) {
      for (OffsetFetchRequestTopics topic : request.topics()) {
        topic.setName(names.in(topic.name()));
      }
    }
    return answer(call, coordinator.fetchOffsets(call, request, requireStable))
        .map(
            response -> {
              for (OffsetFetchResponseTopics topic : response.topics()) {
                topic.setName(names.out(topic.name()));
              }
              return response.setGroupId(names.out(response.groupId()));
            });
  }

  /** Describes groups by their names. */
  public Future<List<DescribedGroup>> describe(GroupCall call, List<String> groups) {
    TenantNames names = TenantNames.of(call.caller().tenant());
    return answer(call, coordinator.describeGroups(call, groups.stream().map(names::in).toList()))
        .map(
            described -> {
              described.forEach(group -> outside(group, names));
              return described;
            });
  }

  private static void outside(DescribedGroup group, TenantNames names) {
    String inside = group.groupId();
    group.setGroupId(names.out(inside));
    if (group.errorMessage() != null) {
      group.setErrorMessage(group.errorMessage().replace(inside, group.groupId()));
    }
    if (ConsumerProtocol.PROTOCOL_TYPE.equals(group.protocolType())) {
      for (DescribedGroupMember member : group.members()) {
        member.setMemberMetadata(subscription(member.memberMetadata(), names::holds, names::out));
      }
    }
  }

  /** All groups of the tenant that a request is for. */
  public Future<ListGroupsResponseData> list(GroupCall call, ListGroupsRequestData request) {
    TenantNames names = TenantNames.of(call.caller().tenant());
    return answer(call, coordinator.listGroups(call, request))
        .map(
            response ->
                response.setGroups(
                    response.groups().stream()
                        .filter(group -> names.holds(group.groupId()))
                        .map(group -> group.setGroupId(names.out(group.groupId())))
                        .toList()));
  }

  /** Deletes groups that have no members. */
  public Future<List<DeletableGroupResult>> delete(GroupCall call, List<String> groups) {
    TenantNames names = TenantNames.of(call.caller().tenant());
    return answer(
            call,
            coordinator.deleteGroups(
                call, groups.stream().map(names::in).toList(), BufferSupplier.NO_CACHING))
        .map(results -> results.stream().map(result -> outside(result, names)).toList());
  }

  private static DeletableGroupResult outside(DeletableGroupResult result, TenantNames names) {
    String name = names.out(result.groupId());
    String message = result.errorMessage();
    return new DeletableGroupResult()
        .setGroupId(name)
        .setErrorCode(result.errorCode())
        .setErrorMessage(message == null ? null : message.replace(result.groupId(), name));
  }

  private static <T> Future<T> answer(GroupCall call, CompletableFuture<T> answer) {
    return Future.fromCompletionStage(answer, call.context());
  }
}

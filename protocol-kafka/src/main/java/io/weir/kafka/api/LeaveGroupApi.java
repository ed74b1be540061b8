package io.weir.kafka.api;

import io.vertx.core.Future;
import java.util.List;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.LeaveGroupResponse;

/** {@code LeaveGroup}: one member goes, from version 3 on several. */
final class LeaveGroupApi implements Api<LeaveGroupRequestData> {
  private static final Versions VERSIONS = new Versions(0, 5);
  private static final int FIRST_VERSION_WITH_MEMBERS = 3;

  private final GroupApi groups;

  LeaveGroupApi(Broker broker) {
    this.groups = new GroupApi(broker);
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.LEAVE_GROUP;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(LeaveGroupRequestData request, Exchange exchange) {
    if (request.groupId().isEmpty()) {
      return Future.succeededFuture(exchange.answer(failed(Errors.INVALID_GROUP_ID)));
    }
    if (exchange.version() < FIRST_VERSION_WITH_MEMBERS) {
      request.setMembers(List.of(new MemberIdentity().setMemberId(request.memberId())));
    }
    return groups.ask(
        exchange,
        request.groupId(),
        coordinator ->
            coordinator
                .leave(GroupApi.call(exchange), request)
                .map(response -> new LeaveGroupResponse(response, exchange.version()).data()),
        LeaveGroupApi::failed);
  }

  private static LeaveGroupResponseData failed(Errors error) {
    return new LeaveGroupResponseData().setErrorCode(error.code());
  }
}

package io.weir.kafka.api;

import io.vertx.core.Future;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.JoinGroupRequest;
import org.apache.kafka.common.requests.JoinGroupResponse;

/** {@code JoinGroup}: becoming a member of a group of the classic protocol, of whatever type. */
final class JoinGroupApi implements Api<JoinGroupRequestData> {
  private static final Versions VERSIONS = new Versions(0, 9);

  private final GroupApi groups;

  JoinGroupApi(Broker broker) {
    this.groups = new GroupApi(broker);
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.JOIN_GROUP;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(JoinGroupRequestData request, Exchange exchange) {
    if (request.groupId().isEmpty()) {
      return Future.succeededFuture(
          exchange.answer(failed(request, Errors.INVALID_GROUP_ID, exchange.version())));
    }
    // Fills in what the oldest version does not say: the rebalance timeout.
    JoinGroupRequestData whole = new JoinGroupRequest(request, exchange.version()).data();
    String member = request.memberId();
    return groups.askPatiently(
        exchange,
        request.groupId(),
        coordinator ->
            coordinator
                .join(GroupApi.call(exchange), whole)
                .map(response -> new JoinGroupResponse(response, exchange.version()).data()),
        error -> failed(request.setMemberId(member), error, exchange.version()));
  }

  private static JoinGroupResponseData failed(
      JoinGroupRequestData request, Errors error, short version) {
    JoinGroupResponseData response =
        new JoinGroupResponseData().setMemberId(request.memberId()).setErrorCode(error.code());
    return new JoinGroupResponse(response, version).data();
  }
}

package io.weir.kafka.api;

import io.vertx.core.Future;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** {@code Heartbeat}: a member is alive, and hears whether the group rebalances. */
final class HeartbeatApi implements Api<HeartbeatRequestData> {
  private static final Versions VERSIONS = new Versions(0, 4);

  private final GroupApi groups;

  HeartbeatApi(Broker broker) {
    this.groups = new GroupApi(broker);
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.HEARTBEAT;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(HeartbeatRequestData request, Exchange exchange) {
    if (request.groupId().isEmpty()) {
      return Future.succeededFuture(exchange.answer(failed(Errors.INVALID_GROUP_ID)));
    }
    return groups.ask(
        exchange,
        request.groupId(),
        coordinator -> coordinator.heartbeat(GroupApi.call(exchange), request),
        HeartbeatApi::failed);
  }

  private static HeartbeatResponseData failed(Errors error) {
    return new HeartbeatResponseData().setErrorCode(error.code());
  }
}

package io.weir.kafka.api;

import io.vertx.core.Future;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.SyncGroupRequest;

/** {@code SyncGroup}: the leader hands out assignments, and each member hears its own. */
final class SyncGroupApi implements Api<SyncGroupRequestData> {
  private static final Versions VERSIONS = new Versions(0, 5);

  private final GroupApi groups;

  SyncGroupApi(Broker broker) {
    this.groups = new GroupApi(broker);
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.SYNC_GROUP;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(SyncGroupRequestData request, Exchange exchange) {
    if (request.groupId().isEmpty()) {
      return Future.succeededFuture(exchange.answer(failed(Errors.INVALID_GROUP_ID)));
    }
    if (!new SyncGroupRequest(request, exchange.version())
        .areMandatoryProtocolTypeAndNamePresent()) {
      return Future.succeededFuture(exchange.answer(failed(Errors.INCONSISTENT_GROUP_PROTOCOL)));
    }
    return groups.askPatiently(
        exchange,
        request.groupId(),
        coordinator -> coordinator.sync(GroupApi.call(exchange), request),
        SyncGroupApi::failed);
  }

  private static SyncGroupResponseData failed(Errors error) {
    return new SyncGroupResponseData().setErrorCode(error.code());
  }
}

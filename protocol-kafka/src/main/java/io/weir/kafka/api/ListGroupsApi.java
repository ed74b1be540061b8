package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.core.access.Access.Resource;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** {@code ListGroups}: the groups of a tenant that the caller may see. */
final class ListGroupsApi implements Api<ListGroupsRequestData> {
  private static final Versions VERSIONS = new Versions(0, 5);

  private final Broker broker;
  private final GroupApi groups;

  ListGroupsApi(Broker broker) {
    this.broker = broker;
    this.groups = new GroupApi(broker);
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.LIST_GROUPS;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(ListGroupsRequestData request, Exchange exchange) {
    return groups
        .ready(exchange)
        .compose(coordinator -> coordinator.list(GroupApi.call(exchange), request))
        .map(response -> visible(response, exchange))
        .otherwise(cause -> new ListGroupsResponseData().setErrorCode(GroupApi.error(cause).code()))
        .map(response -> exchange.answer(response));
  }

  private ListGroupsResponseData visible(ListGroupsResponseData response, Exchange exchange) {
    return response.setGroups(
        response.groups().stream()
            .filter(
                group ->
                    broker.core().access().sees(exchange.caller(), Resource.group(group.groupId())))
            .toList());
  }
}

package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.core.access.Access.Resource;
import io.weir.kafka.mapping.Rights;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.DescribeGroupsResponse;

/** {@code DescribeGroups}: who is in a group, and what each member has. */
final class DescribeGroupsApi implements Api<DescribeGroupsRequestData> {
  private static final Versions VERSIONS = new Versions(0, 6);

  private final Broker broker;
  private final GroupApi groups;

  DescribeGroupsApi(Broker broker) {
    this.broker = broker;
    this.groups = new GroupApi(broker);
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.DESCRIBE_GROUPS;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(DescribeGroupsRequestData request, Exchange exchange) {
    List<DescribedGroup> refused = new ArrayList<>();
    List<String> visible = new ArrayList<>();
    for (String group : request.groups()) {
      if (groups.sees(exchange, group)) {
        visible.add(group);
      } else {
        refused.add(DescribeGroupsResponse.groupError(group, Errors.GROUP_AUTHORIZATION_FAILED));
      }
    }
    return groups
        .ready(exchange)
        .compose(coordinator -> coordinator.describe(GroupApi.call(exchange), visible))
        .otherwise(cause -> failed(visible, GroupApi.error(cause)))
        .map(
            described -> {
              if (request.includeAuthorizedOperations()) {
                described.forEach(group -> addRights(group, exchange));
              }
              refused.addAll(described);
              return exchange.answer(new DescribeGroupsResponseData().setGroups(refused));
            });
  }

  private static List<DescribedGroup> failed(List<String> groups, Errors error) {
    return groups.stream().map(group -> DescribeGroupsResponse.groupError(group, error)).toList();
  }

  private void addRights(DescribedGroup group, Exchange exchange) {
    if (group.errorCode() == Errors.NONE.code()) {
      group.setAuthorizedOperations(
          Rights.bits(broker.core().access(), exchange.caller(), Resource.group(group.groupId())));
    }
  }
}

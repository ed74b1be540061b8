package io.weir.kafka.api;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** {@code DeleteGroups}: groups without members go, with their offsets. */
final class DeleteGroupsApi implements Api<DeleteGroupsRequestData> {
  private static final Versions VERSIONS = new Versions(0, 3);

  private final GroupApi groups;

  DeleteGroupsApi(Broker broker) {
    this.groups = new GroupApi(broker);
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.DELETE_GROUPS;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(DeleteGroupsRequestData request, Exchange exchange) {
    List<String> deletable = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (String group : new LinkedHashSet<>(request.groupsNames())) {
      (groups.mayManage(exchange, group) ? deletable : refused).add(group);
    }
    return groups
        .ready(exchange)
        .compose(coordinator -> coordinator.delete(GroupApi.call(exchange), deletable))
        .otherwise(cause -> failed(deletable, GroupApi.error(cause)))
        .map(
            results -> {
              DeleteGroupsResponseData response = new DeleteGroupsResponseData();
              results.forEach(response.results()::add);
              failed(refused, Errors.GROUP_AUTHORIZATION_FAILED).forEach(response.results()::add);
              return exchange.answer(response);
            });
  }

  private static List<DeletableGroupResult> failed(List<String> groups, Errors error) {
    return groups.stream()
        .map(group -> new DeletableGroupResult().setGroupId(group).setErrorCode(error.code()))
        .toList();
  }
}

package io.weir.kafka.api;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.jspecify.annotations.Nullable;

/**
 * {@code FindCoordinator}: the one broker, for consumer groups. Coordinators of transactions and
 * share groups are not there, and this is where clients that want one are told so in words.
 */
final class FindCoordinatorApi implements Api<FindCoordinatorRequestData> {
  private static final Versions VERSIONS = new Versions(0, 6);
  private static final int FIRST_VERSION_WITH_KEYS = 4;

  private final Denials denials;
  private final GroupApi groups;

  FindCoordinatorApi(Broker broker) {
    this.denials = new Denials(broker.core());
    this.groups = new GroupApi(broker);
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.FIND_COORDINATOR;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(FindCoordinatorRequestData request, Exchange exchange) {
    if (request.keyType() != CoordinatorType.GROUP.id()) {
      return Future.succeededFuture(exchange.answer(response(request, exchange, Errors.NONE)));
    }
    return groups
        .ready(exchange)
        .map(ready -> Errors.NONE)
        .otherwise(Errors.COORDINATOR_NOT_AVAILABLE)
        .map(error -> exchange.answer(response(request, exchange, error)));
  }

  private FindCoordinatorResponseData response(
      FindCoordinatorRequestData request, Exchange exchange, Errors groupsError) {
    if (exchange.version() >= FIRST_VERSION_WITH_KEYS) {
      List<Coordinator> coordinators = new ArrayList<>();
      for (String key : request.coordinatorKeys()) {
        coordinators.add(find(key, request.keyType(), exchange, groupsError));
      }
      return new FindCoordinatorResponseData().setCoordinators(coordinators);
    }
    Coordinator found = find(request.key(), request.keyType(), exchange, groupsError);
    return new FindCoordinatorResponseData()
        .setErrorCode(found.errorCode())
        .setErrorMessage(found.errorMessage())
        .setNodeId(found.nodeId())
        .setHost(found.host())
        .setPort(found.port());
  }

  private Coordinator find(String key, byte type, Exchange exchange, Errors groupsError) {
    if (type == CoordinatorType.TRANSACTION.id()) {
      if (!denials.seesTransactions(exchange.caller(), key)) {
        return none(key, Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, null);
      }
      return none(
          key,
          Errors.UNSUPPORTED_VERSION,
          "this gateway has no transactions; leave transactional.id unset, idempotence works without");
    } else if (type == CoordinatorType.SHARE.id()) {
      return none(key, Errors.INVALID_REQUEST, "this gateway has no share groups");
    } else if (type != CoordinatorType.GROUP.id()) {
      return none(key, Errors.INVALID_REQUEST, "there is no coordinator of type " + type);
    }
    if (!groups.sees(exchange, key)) {
      return none(key, Errors.GROUP_AUTHORIZATION_FAILED, null);
    }
    if (groupsError != Errors.NONE) {
      return none(key, groupsError, null);
    }
    return new Coordinator()
        .setKey(key)
        .setNodeId(Broker.ID)
        .setHost(exchange.client().broker().host())
        .setPort(exchange.client().broker().port());
  }

  private static Coordinator none(String key, Errors error, @Nullable String message) {
    return new Coordinator()
        .setKey(key)
        .setErrorCode(error.code())
        .setErrorMessage(message == null ? error.message() : message)
        .setNodeId(-1)
        .setHost("")
        .setPort(-1);
  }
}

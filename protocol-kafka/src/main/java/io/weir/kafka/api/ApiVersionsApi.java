package io.weir.kafka.api;

import io.vertx.core.Future;
import java.util.List;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersionCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * {@code ApiVersions}: what can be asked. No features are listed: those that Kafka has stand for
 * protocols (new consumer groups, transactions) that are not here, and clients take an absent
 * feature for a disabled one.
 */
final class ApiVersionsApi implements Api<ApiVersionsRequestData> {
  private static final Versions VERSIONS = new Versions(0, 5);

  private final Broker broker;
  private final ApiTable table;

  ApiVersionsApi(Broker broker, ApiTable table) {
    this.broker = broker;
    this.table = table;
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.API_VERSIONS;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(ApiVersionsRequestData request, Exchange exchange) {
    if (!VERSIONS.contain(exchange.version())) {
      // In the oldest version, which every client reads, and with the list, so that it can ask
      // again (KIP-511).
      return Future.succeededFuture(
          new Reply.Answer(
              response(Errors.UNSUPPORTED_VERSION, exchange), (short) 0, List.of(), 0));
    }
    return Future.succeededFuture(
        exchange.answer(
            response(isMeant(request) ? Errors.NONE : Errors.REBOOTSTRAP_REQUIRED, exchange)));
  }

  /** Whether the client wants this cluster and node, or does not say (KIP-1242). */
  private boolean isMeant(ApiVersionsRequestData request) {
    return (request.clusterId() == null || request.clusterId().equals(broker.clusterId()))
        && (request.nodeId() == -1 || request.nodeId() == Broker.ID);
  }

  private ApiVersionsResponseData response(Errors error, Exchange exchange) {
    boolean sasl = exchange.client().sasl() != null;
    return new ApiVersionsResponseData()
        .setErrorCode(error.code())
        .setApiKeys(new ApiVersionCollection(table.advertised(sasl).iterator()));
  }
}

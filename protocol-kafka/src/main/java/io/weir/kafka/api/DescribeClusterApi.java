package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.kafka.mapping.AuthorizedOperations;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** {@code DescribeCluster}: the one broker. */
final class DescribeClusterApi implements Api<DescribeClusterRequestData> {
  private static final Versions VERSIONS = new Versions(0, 2);
  private static final byte BROKERS = 1;

  private final Broker broker;

  DescribeClusterApi(Broker broker) {
    this.broker = broker;
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.DESCRIBE_CLUSTER;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(DescribeClusterRequestData request, Exchange exchange) {
    DescribeClusterResponseData response =
        new DescribeClusterResponseData().setClusterId(broker.clusterId());
    if (request.endpointType() != BROKERS) {
      return Future.succeededFuture(
          exchange.answer(
              response
                  .setErrorCode(Errors.MISMATCHED_ENDPOINT_TYPE.code())
                  .setErrorMessage("this port is a broker's, and there are no controllers")));
    }
    response.setControllerId(Broker.ID);
    response
        .brokers()
        .add(
            new DescribeClusterBroker()
                .setBrokerId(Broker.ID)
                .setHost(exchange.client().broker().host())
                .setPort(exchange.client().broker().port()));
    if (request.includeClusterAuthorizedOperations()) {
      response.setClusterAuthorizedOperations(AuthorizedOperations.clusterBits());
    }
    return Future.succeededFuture(exchange.answer(response));
  }
}

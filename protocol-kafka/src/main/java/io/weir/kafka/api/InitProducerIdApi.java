package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.core.rights.Rights;
import io.weir.kafka.mapping.ErrorCodes;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * {@code InitProducerId} for idempotent producers, who need the right to publish to some topic, as
 * with Apache Kafka. A transactional one asks {@code FindCoordinator} first, and is told there in
 * words that there are no transactions; here there is room for a code only.
 */
final class InitProducerIdApi implements Api<InitProducerIdRequestData> {
  private static final Versions VERSIONS = new Versions(0, 5);

  private final Broker broker;
  private final Rights rights;

  InitProducerIdApi(Broker broker) {
    this.broker = broker;
    this.rights = broker.core().rights();
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.INIT_PRODUCER_ID;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(InitProducerIdRequestData request, Exchange exchange) {
    String id = request.transactionalId();
    if (id != null) {
      Errors error =
          rights.mayUseTransactions(exchange.caller(), id)
              ? Errors.UNSUPPORTED_VERSION
              : Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
      return Future.succeededFuture(exchange.answer(failed(error)));
    }
    if (!rights.mayPublish(exchange.caller())) {
      return Future.succeededFuture(exchange.answer(failed(Errors.CLUSTER_AUTHORIZATION_FAILED)));
    }
    return broker
        .core()
        .producers()
        .newProducer(exchange.caller())
        .map(
            producer ->
                new InitProducerIdResponseData()
                    .setProducerId(producer.id())
                    .setProducerEpoch(producer.epoch()))
        .otherwise(cause -> failed(ErrorCodes.ofProducerId(cause)))
        .map(response -> exchange.answer(response));
  }

  private static InitProducerIdResponseData failed(Errors error) {
    return new InitProducerIdResponseData()
        .setErrorCode(error.code())
        .setProducerId(-1)
        .setProducerEpoch((short) -1);
  }
}

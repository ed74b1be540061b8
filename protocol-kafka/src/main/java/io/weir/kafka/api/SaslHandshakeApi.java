package io.weir.kafka.api;

import io.vertx.core.Future;
import java.util.List;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * {@code SaslHandshake}: by which mechanism a client will say who it is. After version 0 the
 * mechanism's bytes follow without requests around them (KIP-43), after version 1 in {@code
 * SaslAuthenticate} (KIP-152).
 */
final class SaslHandshakeApi implements Api<SaslHandshakeRequestData> {
  private static final Versions VERSIONS = new Versions(0, 1);

  @Override
  public ApiKeys key() {
    return ApiKeys.SASL_HANDSHAKE;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(SaslHandshakeRequestData request, Exchange exchange) {
    SaslSession sasl = SaslAuthenticateApi.session(exchange);
    boolean begun = sasl.begin(request.mechanism(), exchange.version() == 0);
    var response =
        new SaslHandshakeResponseData()
            .setErrorCode((begun ? Errors.NONE : Errors.UNSUPPORTED_SASL_MECHANISM).code())
            .setMechanisms(sasl.mechanisms());
    var answer = new Reply.Answer(response, exchange.version(), List.of(), 0);
    return Future.succeededFuture(
        begun ? answer : new Reply.Farewell(answer, "it asked for a SASL mechanism that is not"));
  }
}

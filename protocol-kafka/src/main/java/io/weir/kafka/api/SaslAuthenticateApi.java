package io.weir.kafka.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.weir.core.auth.Outcome;
import java.util.List;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** {@code SaslAuthenticate}: what the mechanism says, in requests; the session's time (KIP-368). */
final class SaslAuthenticateApi implements Api<SaslAuthenticateRequestData> {
  private static final Versions VERSIONS = new Versions(0, 2);
  private static final int FIRST_VERSION_WITH_SESSIONS = 1;

  static SaslSession session(Exchange exchange) {
    return requireNonNull(exchange.client().sasl(), "asked only where clients say who they are");
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.SASL_AUTHENTICATE;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(SaslAuthenticateRequestData request, Exchange exchange) {
    return session(exchange)
        .respond(request.authBytes())
        .map(
            said ->
                switch (said) {
                  case SaslSession.Said.Bytes more -> exchange.answer(response(more, exchange));
                  case SaslSession.Said.Refusal refusal ->
                      new Reply.Farewell(refusal(exchange), refusal.why());
                  case SaslSession.Said.Nothing nothing -> new Reply.HangUp(nothing.why());
                });
  }

  private static SaslAuthenticateResponseData response(
      SaslSession.Said.Bytes said, Exchange exchange) {
    var response = new SaslAuthenticateResponseData().setAuthBytes(said.bytes());
    return exchange.version() < FIRST_VERSION_WITH_SESSIONS
        ? response
        : response.setSessionLifetimeMs(said.sessionMillis());
  }

  /** The same for every cause: a client that could tell them apart could find out who exists. */
  private static Reply.Answer refusal(Exchange exchange) {
    var response =
        new SaslAuthenticateResponseData()
            .setErrorCode(Errors.SASL_AUTHENTICATION_FAILED.code())
            .setErrorMessage(Outcome.REFUSAL);
    return new Reply.Answer(response, exchange.version(), List.of(), 0);
  }
}

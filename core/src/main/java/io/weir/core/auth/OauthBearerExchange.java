package io.weir.core.auth;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OAUTHBEARER (RFC 7628): one message with a token. What it says of host and port is not looked at,
 * for the token's audience says more. A refusal is told at once and by the protocol alone: the
 * description that the RFC lets a server send first would be for clients that ask for another
 * scope.
 */
final class OauthBearerExchange implements SaslExchange {
  static final String MECHANISM = "OAUTHBEARER";
  private static final byte[] NOTHING = {};
  private static final Pattern MESSAGE =
      Pattern.compile(
          "(?:n|y),(?:a=[^\\x00,]*)?,\\x01(?<pairs>(?:[A-Za-z]+=[\\x20-\\x7e\\t\\r\\n]*\\x01)*)\\x01");
  private static final Pattern TOKEN =
      Pattern.compile("(?:^|\\x01)auth=[Bb]earer +(?<token>[A-Za-z0-9._~+/=-]+) *\\x01");

  private final Authenticator authenticator;
  private final Attempt attempt;

  OauthBearerExchange(Authenticator authenticator, Attempt attempt) {
    this.authenticator = authenticator;
    this.attempt = attempt;
  }

  @Override
  public Future<Step> respond(byte[] response) {
    String text =
        response.length > MAX_RESPONSE_BYTES ? "" : new String(response, StandardCharsets.UTF_8);
    Matcher message = MESSAGE.matcher(text);
    Matcher token = TOKEN.matcher(message.matches() ? message.group("pairs") : "");
    if (!token.find()) {
      return Future.succeededFuture(
          new Step.Done(new Outcome.Refused("a message that is not OAUTHBEARER's"), NOTHING));
    }
    return authenticator
        .token(attempt, token.group("token"))
        .map(outcome -> new Step.Done(outcome, NOTHING));
  }
}

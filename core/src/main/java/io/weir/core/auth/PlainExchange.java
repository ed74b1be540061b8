package io.weir.core.auth;

import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** PLAIN (RFC 4616): one message with the name and the password. */
final class PlainExchange implements SaslExchange {
  static final String MECHANISM = "PLAIN";
  private static final byte[] NOTHING = {};

  private final Authenticator authenticator;
  private final Attempt attempt;

  PlainExchange(Authenticator authenticator, Attempt attempt) {
    this.authenticator = authenticator;
    this.attempt = attempt;
  }

  @Override
  public Future<Step> respond(byte[] response) {
    String[] parts = parts(response);
    boolean forItself = parts.length == 3 && (parts[0].isEmpty() || parts[0].equals(parts[1]));
    if (!forItself || parts[1].isEmpty() || parts[2].isEmpty()) {
      return Future.succeededFuture(
          new Step.Done(new Outcome.Refused("a message that is not PLAIN's"), NOTHING));
    }
    return authenticator
        .password(attempt, parts[1], parts[2])
        .map(outcome -> new Step.Done(outcome, NOTHING));
  }

  private static String[] parts(byte[] response) {
    if (response.length > MAX_RESPONSE_BYTES) {
      return new String[0];
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(response))
          .toString()
          .split("\0", -1);
    } catch (CharacterCodingException e) {
      return new String[0];
    }
  }
}

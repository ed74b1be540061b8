package io.weir.http.connection;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.weir.core.auth.Attempt;
import io.weir.core.auth.Outcome;
import io.weir.core.auth.Outcome.Refused;
import io.weir.core.place.Ingress;
import io.weir.http.command.Reply;
import io.weir.http.mapping.Problem;
import io.weir.http.mapping.Properties.Line;
import io.weir.protocol.Authentication.Credentials;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who sends a request, by its {@code Authorization}: a name and a password (RFC 7617) or a token
 * (RFC 6750), anew with each request; without one, by the certificate that the client has shown.
 */
final class Authorization {
  private static final String BASIC = "basic";
  private static final String BEARER = "bearer";

  private final Credentials credentials;
  private final Attempt attempt;

  Authorization(Credentials credentials, Ingress ingress) {
    this.credentials = credentials;
    this.attempt = credentials.attempt(ingress);
  }

  /** Completes on the caller's context, and never fails. */
  Future<Outcome> of(MultiMap headers) {
    List<String> all = headers.getAll(HttpHeaders.AUTHORIZATION);
    if (all.isEmpty() && attempt.ingress().certificate() != null) {
      return Future.succeededFuture(credentials.authenticator().certificate(attempt));
    }
    if (all.size() != 1) {
      return refused(all.isEmpty() ? "no credentials" : "credentials given twice");
    }
    String value = all.getFirst().strip();
    int space = value.indexOf(' ');
    String scheme = space < 0 ? value : value.substring(0, space);
    String rest = space < 0 ? "" : value.substring(space + 1).strip();
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case BASIC -> basic(rest);
      case BEARER -> credentials.authenticator().token(attempt, rest);
      default -> refused("a scheme that is neither Basic nor Bearer");
    };
  }

  private Future<Outcome> basic(String encoded) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
              .toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return refused("Basic credentials that are not UTF-8 in Base64");
    }
    int colon = text.indexOf(':');
    if (colon < 1) {
      return refused("Basic credentials without a name");
    }
    return credentials
        .authenticator()
        .password(attempt, text.substring(0, colon), text.substring(colon + 1));
  }

  private static Future<Outcome> refused(String why) {
    return Future.succeededFuture(new Refused(why));
  }

  static Reply refusal() {
    return Reply.of(new Problem(401, "unauthenticated", Outcome.REFUSAL));
  }

  /** The same bytes for every cause: who could tell them apart could find out who exists. */
  Reply challenge() {
    Reply problem = refusal();
    List<Line> headers = new ArrayList<>(problem.headers());
    if (attempt.confidential()) {
      headers.add(new Line("WWW-Authenticate", "Basic realm=\"weir\", charset=\"UTF-8\""));
    }
    headers.add(new Line("WWW-Authenticate", "Bearer realm=\"weir\""));
    return new Reply(problem.status(), headers, problem.body());
  }

  static Reply later(Duration after) {
    long seconds = Math.max(1, after.plusMillis(999).toSeconds());
    return Reply.of(
        new Problem(
            429,
            "too-many-attempts",
            "Nobody looked at the credentials: there were too many before; try again later",
            Map.of(),
            Map.of("Retry-After", Long.toString(seconds))));
  }
}

package io.weir.http.connection;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.weir.http.mapping.Problem;
import io.weir.protocol.Loopback;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may speak on a port that asks nobody for a password. Any web page can reach 127.0.0.1 from
 * its visitor's browser, so a request says by its Host that it means this machine (a name that
 * somebody else's name server makes point here does not) and comes from no page of another origin.
 * CORS stays off, and whatever manages anything goes by PUT, PATCH or DELETE, which a browser sends
 * for no page of another origin without CORS: a page of this machine publishes at most.
 */
final class Callers {
  private static final String FETCH_SITE = "Sec-Fetch-Site";

  private Callers() {}

  /**
   * Why a request is refused before it is looked at, if it is, where everybody is asked who it is.
   * A browser sends a name and a password that it remembers, or a certificate, with what pages of
   * other origins make it send, so those are refused here too.
   *
   * @param encrypted whether the client speaks TLS, so that a page that came in the clear, from
   *     whoever stands on the way, is another's
   */
  static Optional<Problem> refusalOfKnown(MultiMap headers, boolean hasHost, boolean encrypted) {
    return refusalOfHosts(headers, hasHost)
        .or(() -> refusalOfOrigins(headers, origin -> isOwn(origin, headers, encrypted)));
  }

  /** Why a request is refused before it is looked at, if it is. */
  static Optional<Problem> refusal(MultiMap headers, boolean hasHost) {
    return refusalOfHosts(headers, hasHost)
        .or(() -> refusalOfForeignHosts(headers))
        .or(() -> refusalOfOrigins(headers, Callers::isLocal));
  }

  private static Optional<Problem> refusalOfHosts(MultiMap headers, boolean hasHost) {
    List<String> hosts = headers.getAll(HttpHeaders.HOST);
    return (hosts.isEmpty() ? hasHost : hosts.size() > 1)
        ? Optional.of(new Problem(400, "host", "a request has one Host"))
        : Optional.empty();
  }

  private static Optional<Problem> refusalOfForeignHosts(MultiMap headers) {
    return headers.getAll(HttpHeaders.HOST).stream()
        .filter(host -> !Loopback.isAuthority(host))
        .findFirst()
        .map(
            host ->
                new Problem(
                    421,
                    "foreign-host",
                    "this port is for this machine alone, and '"
                        + host
                        + "' is not its name; use localhost or 127.0.0.1"));
  }

  /** Where a browser says no origin, as with a picture or a script, it may say how far it is. */
  private static Optional<Problem> refusalOfOrigins(MultiMap headers, Predicate<String> isGood) {
    List<String> origins = headers.getAll(HttpHeaders.ORIGIN);
    if (origins.isEmpty() && headers.contains(FETCH_SITE, "cross-site", true)) {
      return Optional.of(foreign("pages of other sites may not use this port"));
    }
    return origins.stream()
        .filter(isGood.negate())
        .findFirst()
        .map(origin -> foreign("pages of other origins ('" + origin + "') may not use this port"));
  }

  private static Problem foreign(String sentence) {
    return new Problem(403, "foreign-origin", sentence);
  }

  private static boolean isOwn(String origin, MultiMap headers, boolean encrypted) {
    URI uri = uri(origin);
    String host = headers.get(HttpHeaders.HOST);
    return uri != null
        && host != null
        && host.equalsIgnoreCase(uri.getRawAuthority())
        && (!encrypted || "https".equalsIgnoreCase(uri.getScheme()));
  }

  private static boolean isLocal(String origin) {
    URI uri = uri(origin);
    return uri != null
        && uri.getRawAuthority() != null
        && Loopback.isAuthority(uri.getRawAuthority());
  }

  private static @Nullable URI uri(String origin) {
    try {
      return new URI(origin);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}

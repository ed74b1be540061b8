package io.weir.http.connection;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.weir.http.mapping.Problem;
import io.weir.protocol.Loopback;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * Who may speak on a port that asks nobody for a password. Any web page can reach 127.0.0.1 from
 * its visitor's browser, so a request says by its Host that it means this machine (a name that
 * somebody else's name server makes point here does not) and comes from no page of another origin.
 * CORS stays off, so that what changes topics, by PUT, PATCH or DELETE, cannot come from a page at
 * all.
 */
final class Callers {
  private Callers() {}

  /** Why a request is refused before it is looked at, if it is. */
  static Optional<Problem> refusal(MultiMap headers, boolean hasHost) {
    List<String> hosts = headers.getAll(HttpHeaders.HOST);
    if (hosts.isEmpty() ? hasHost : hosts.size() > 1) {
      return Optional.of(new Problem(400, "host", "a request has one Host"));
    }
    for (String host : hosts) {
      if (!Loopback.isAuthority(host)) {
        return Optional.of(
            new Problem(
                421,
                "foreign-host",
                "this port is for this machine alone, and '"
                    + host
                    + "' is not its name; use localhost or 127.0.0.1"));
      }
    }
    for (String origin : headers.getAll(HttpHeaders.ORIGIN)) {
      if (!isLocal(origin)) {
        return Optional.of(
            new Problem(
                403,
                "foreign-origin",
                "pages of other origins ('" + origin + "') may not use this port"));
      }
    }
    return Optional.empty();
  }

  private static boolean isLocal(String origin) {
    try {
      String authority = new URI(origin).getRawAuthority();
      return authority != null && Loopback.isAuthority(authority);
    } catch (URISyntaxException e) {
      return false;
    }
  }
}

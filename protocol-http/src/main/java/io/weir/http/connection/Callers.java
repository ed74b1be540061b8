package io.weir.http.connection;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.weir.http.mapping.Problem;
import io.weir.protocol.Loopback;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may speak on a port that asks nobody for a password. Any web page can reach 127.0.0.1 from
 * its visitor's browser, so a request says by its Host that it means this machine (a name that
 * somebody else's name server makes point here does not) and comes from no page of another origin.
 * CORS stays off, so that what changes topics, by PUT, PATCH or DELETE, cannot come from a page at
 * all.
 */
final class Callers {
  private Callers() {}

  /**
   * Why a request is refused before it is looked at, if it is, where everybody is asked who it is.
   * A browser sends a name and a password that it remembers with what pages of other origins make
   * it send, so those are refused here too.
   */
  static Optional<Problem> refusalOfKnown(MultiMap headers, boolean hasHost) {
    List<String> hosts = headers.getAll(HttpHeaders.HOST);
    Optional<Problem> ofHost = refusalOfHosts(hosts, hasHost);
    if (ofHost.isPresent()) {
      return ofHost;
    }
    return headers.getAll(HttpHeaders.ORIGIN).stream()
        .filter(origin -> hosts.isEmpty() || !hosts.getFirst().equalsIgnoreCase(authority(origin)))
        .findFirst()
        .map(Callers::foreign);
  }

  private static Optional<Problem> refusalOfHosts(List<String> hosts, boolean hasHost) {
    return (hosts.isEmpty() ? hasHost : hosts.size() > 1)
        ? Optional.of(new Problem(400, "host", "a request has one Host"))
        : Optional.empty();
  }

  /** Why a request is refused before it is looked at, if it is. */
  static Optional<Problem> refusal(MultiMap headers, boolean hasHost) {
    List<String> hosts = headers.getAll(HttpHeaders.HOST);
    Optional<Problem> ofHost = refusalOfHosts(hosts, hasHost);
    if (ofHost.isPresent()) {
      return ofHost;
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
        return Optional.of(foreign(origin));
      }
    }
    return Optional.empty();
  }

  private static Problem foreign(String origin) {
    return new Problem(
        403, "foreign-origin", "pages of other origins ('" + origin + "') may not use this port");
  }

  private static boolean isLocal(String origin) {
    String authority = authority(origin);
    return authority != null && Loopback.isAuthority(authority);
  }

  private static @Nullable String authority(String origin) {
    try {
      return new URI(origin).getRawAuthority();
    } catch (URISyntaxException e) {
      return null;
    }
  }
}

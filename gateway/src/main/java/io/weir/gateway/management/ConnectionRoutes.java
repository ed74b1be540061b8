package io.weir.gateway.management;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.weir.gateway.admin.Page;
import io.weir.protocol.SessionView;
import io.weir.protocol.Sessions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code connections}, {@code connections/NAME} and {@code connections/username/NAME}: who is in,
 * by whatever protocol, and an end to that. A connection's name is the one that the log has.
 *
 * @param sessions of the gateway
 */
public record ConnectionRoutes(Sessions sessions) {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionRoutes.class);
  private static final String NO_REASON = "Closed via management API";

  List<Route> routes() {
    return List.of(
        Route.of("GET", "connections", this::all),
        Route.of("GET", "connections/*", this::one),
        Route.of("DELETE", "connections/*", ask -> end(ask, named(ask.name()), true)),
        Route.of("GET", "connections/username/*", this::ofUser),
        Route.of("DELETE", "connections/username/*", ask -> end(ask, user(ask.name()), false)));
  }

  private Future<Page> all(Ask ask) {
    return list(any -> true);
  }

  private Future<Page> ofUser(Ask ask) {
    return list(user(ask.name()));
  }

  private Future<Page> list(Predicate<SessionView> which) {
    return Future.succeededFuture(
        Replies.json(
            sessions.views().stream()
                .filter(which)
                .sorted(Comparator.comparing(SessionView::since))
                .map(ConnectionRoutes::document)
                .toList()));
  }

  private Future<Page> one(Ask ask) {
    Optional<SessionView> found = sessions.views().stream().filter(named(ask.name())).findFirst();
    return Future.succeededFuture(
        found.map(it -> Replies.json(document(it))).orElseGet(Replies::notFound));
  }

  private Future<Page> end(Ask ask, Predicate<SessionView> which, boolean isOne) {
    String reason = ask.reason() == null ? NO_REASON : ask.reason();
    int ended = sessions.dismiss(which, reason);
    if (ended > 0) {
      LOG.info("An operator ends {} connections ({}): {}", ended, ask.name(), reason);
    }
    return Future.succeededFuture(isOne && ended == 0 ? Replies.notFound() : Replies.done());
  }

  private static Predicate<SessionView> named(String name) {
    return view -> view.who().connection().equals(name);
  }

  private static Predicate<SessionView> user(String name) {
    return view -> view.who().principal().name().equals(name);
  }

  private static JsonObject document(SessionView view) {
    JsonObject document =
        new JsonObject()
            .put("name", view.who().connection())
            .put("protocol", view.who().protocol())
            .put("tenant", view.who().tenant().name())
            .put("user", view.who().principal().name())
            .put("listener", view.ingress().listener())
            .put("peer_host", view.ingress().source().getAddress().getHostAddress())
            .put("peer_port", view.ingress().source().getPort())
            .put("host", view.ingress().destination().getAddress().getHostAddress())
            .put("port", view.ingress().destination().getPort())
            .put("ssl", view.ingress().encrypted())
            .put("connected_at", view.since().toEpochMilli());
    for (Map.Entry<String, Object> detail : view.details().entrySet()) {
      document.put(detail.getKey(), detail.getValue());
    }
    return document;
  }
}

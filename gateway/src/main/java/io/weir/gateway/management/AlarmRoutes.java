package io.weir.gateway.management;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.weir.core.limit.Alarms;
import io.weir.core.limit.Limit;
import io.weir.gateway.admin.Page;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code alarms}, {@code alarms/RESOURCE} and {@code health/checks/alarms}: whether publishers have
 * to wait because the node is short of something, and an operator's word that they should.
 *
 * @param alarms of the node
 */
public record AlarmRoutes(Alarms alarms) {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmRoutes.class);

  List<Route> routes() {
    return List.of(
        Route.of("GET", "alarms", ask -> Future.succeededFuture(Replies.json(documents()))),
        Route.of("PUT", "alarms/*", ask -> change(ask, true)),
        Route.of("DELETE", "alarms/*", ask -> change(ask, false)),
        Route.of("GET", "health/checks/alarms", ask -> Future.succeededFuture(check())));
  }

  private List<JsonObject> documents() {
    return alarms.raised().stream()
        .map(resource -> new JsonObject().put("resource", resource.label()))
        .toList();
  }

  private Page check() {
    return alarms.raised().isEmpty()
        ? Replies.json(new JsonObject().put("status", "ok"))
        : Replies.json(
            503,
            new JsonObject()
                .put("status", "failed")
                .put("reason", "There are alarms in effect in the cluster")
                .put("alarms", documents()));
  }

  private Future<Page> change(Ask ask, boolean isRaised) {
    Optional<Limit> resource =
        Alarms.RESOURCES.stream().filter(it -> it.label().equals(ask.name())).findFirst();
    if (resource.isEmpty()) {
      return Future.succeededFuture(Replies.notFound());
    }
    boolean isNew = isRaised ? alarms.raise(resource.get()) : alarms.clear(resource.get());
    if (isNew) {
      LOG.info("An operator {} the alarm '{}'", isRaised ? "raises" : "clears", ask.name());
    }
    return Future.succeededFuture(isRaised && isNew ? Replies.created() : Replies.done());
  }
}

package io.weir.gateway.management;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.weir.core.failure.Failure;
import io.weir.core.queue.QueueDescription;
import io.weir.core.queue.Queues;
import io.weir.core.queue.Refusal;
import io.weir.core.queue.Reply;
import io.weir.core.queue.Space;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.gateway.admin.Page;
import java.util.List;
import java.util.Optional;

/**
 * {@code vhosts}, {@code vhosts/NAME}, {@code queues/VHOST} and {@code queues/VHOST/NAME}: the
 * spaces of the tenant {@code default} and the queues in them.
 *
 * @param queues of the core
 */
public record TopologyRoutes(Queues queues) {
  private static final String FIRST_VHOST = "/";
  private static final Caller OPERATOR = Caller.internal(Tenant.DEFAULT);

  List<Route> routes() {
    return List.of(
        Route.of("GET", "vhosts", ask -> Future.succeededFuture(Replies.json(vhosts()))),
        Route.of("GET", "vhosts/*", this::vhost),
        Route.of("PUT", "vhosts/*", this::createVhost),
        Route.of("DELETE", "vhosts/*", this::deleteVhost),
        Route.of("GET", "queues/*", this::queuesIn),
        Route.of("GET", "queues/*/*", this::queue),
        Route.of("DELETE", "queues/*/*", this::deleteQueue));
  }

  // ---- virtual hosts

  private List<JsonObject> vhosts() {
    return queues.spaces(OPERATOR).stream().map(TopologyRoutes::document).toList();
  }

  private Future<Page> vhost(Ask ask) {
    return Future.succeededFuture(
        space(ask.name()).map(it -> Replies.json(document(it))).orElseGet(Replies::notFound));
  }

  private Future<Page> createVhost(Ask ask) {
    if (ask.name().equals(FIRST_VHOST)) {
      return Future.succeededFuture(Replies.done()); // always there
    }
    if (ask.name().isEmpty() || !Space.isName(ask.name())) {
      return Future.succeededFuture(Replies.badRequest("a virtual host cannot be called this"));
    }
    return queues
        .create(OPERATOR, new Space(Tenant.DEFAULT, ask.name()))
        .map(isNew -> isNew ? Replies.created() : Replies.done())
        .recover(TopologyRoutes::failed);
  }

  private Future<Page> deleteVhost(Ask ask) {
    Optional<Space> space = space(ask.name());
    return space.isEmpty()
        ? Future.succeededFuture(Replies.notFound())
        : queues
            .delete(OPERATOR, space.get())
            .map(isGone -> isGone ? Replies.done() : Replies.notFound())
            .recover(TopologyRoutes::failed);
  }

  /** What a virtual host is in the core, if there is such a one. */
  private Optional<Space> space(String vhost) {
    String name = vhost.equals(FIRST_VHOST) ? "" : vhost;
    return name.isEmpty() && !vhost.equals(FIRST_VHOST) || !Space.isName(name)
        ? Optional.empty()
        : Optional.of(new Space(Tenant.DEFAULT, name)).filter(it -> queues.has(OPERATOR, it));
  }

  private static JsonObject document(Space space) {
    return new JsonObject().put("name", space.isFirst() ? FIRST_VHOST : space.name());
  }

  // ---- queues

  private Future<Page> queuesIn(Ask ask) {
    Optional<Space> space = space(ask.name());
    return Future.succeededFuture(
        space
            .map(
                in ->
                    Replies.json(
                        queues.queues(OPERATOR, in).stream()
                            .map(
                                name -> new JsonObject().put("name", name).put("vhost", ask.name()))
                            .toList()))
            .orElseGet(Replies::notFound));
  }

  private Future<Page> queue(Ask ask) {
    Optional<Space> space = space(ask.name());
    return space.isEmpty()
        ? Future.succeededFuture(Replies.notFound())
        : queues
            .describe(OPERATOR, space.get(), ask.names().get(1))
            .map(reply -> page(reply, it -> Replies.json(document(ask.name(), it))))
            .recover(TopologyRoutes::failed);
  }

  private static JsonObject document(String vhost, QueueDescription queue) {
    return new JsonObject()
        .put("name", queue.name())
        .put("vhost", vhost)
        .put("durable", queue.options().durable())
        .put("exclusive", queue.options().exclusive())
        .put("auto_delete", queue.options().autoDelete())
        .put("messages_ready", queue.counts().ready())
        .put("messages_unacknowledged", queue.counts().inFlight())
        .put("messages", queue.counts().ready() + queue.counts().inFlight())
        .put("consumers", queue.counts().consumers());
  }

  private Future<Page> deleteQueue(Ask ask) {
    Optional<Space> space = space(ask.name());
    return space.isEmpty()
        ? Future.succeededFuture(Replies.notFound())
        : queues
            .deleteQueue(OPERATOR, space.get(), ask.names().get(1), false, false)
            .map(reply -> page(reply, messages -> Replies.done()))
            .recover(TopologyRoutes::failed);
  }

  // ---- answers

  @FunctionalInterface
  private interface Shown<T> {
    Page of(T value);
  }

  private static <T> Page page(Reply<T> reply, Shown<T> shown) {
    return switch (reply) {
      case Reply.Done<T>(T value) -> shown.of(value);
      case Reply.Refused<T>(Refusal.NoQueue none) -> Replies.notFound();
      case Reply.Refused<T>(Refusal why) -> Replies.badRequest(sentence(why));
    };
  }

  private static String sentence(Refusal why) {
    return switch (why) {
      case Refusal.Locked(String queue) -> "queue '" + queue + "' is exclusive to a connection";
      case Refusal.Invalid(String reason) -> reason;
      default -> "this cannot be done as things are";
    };
  }

  private static Future<Page> failed(Throwable cause) {
    return cause instanceof Failure failure
        ? Future.succeededFuture(Replies.badRequest(String.valueOf(failure.getMessage())))
        : Future.failedFuture(cause);
  }
}

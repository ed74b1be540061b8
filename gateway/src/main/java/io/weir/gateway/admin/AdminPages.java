package io.weir.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.weir.protocol.Loopback;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the admin port shows: {@code /health/live}, {@code /health/ready}, {@code /metrics}, and
 * what is below {@code /api/}.
 */
final class AdminPages {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Health health;
  private final Api api;
  private final Map<String, Supplier<Page>> pages;

  AdminPages(Health health, Metrics metrics, Api api) {
    this.health = health;
    this.api = api;
    this.pages =
        Map.of(
            "/health/live", () -> Page.text(200, "alive\n"),
            "/health/ready", this::ready,
            "/metrics", () -> new Page(200, PROMETHEUS, metrics.page()));
  }

  Future<Page> answer(HttpServerRequest request) {
    String authority = request.authority() == null ? "" : request.authority().toString();
    if (!Loopback.isAuthority(authority)) {
      return Future.succeededFuture(
          Page.text(403, "this port answers to loopback names only, not to '" + authority + "'\n"));
    }
    String path = Page.path(request);
    return path.startsWith(Api.PREFIX)
        ? api.answer(request)
        : Future.succeededFuture(page(path, request));
  }

  private Page page(String path, HttpServerRequest request) {
    Supplier<Page> page = pages.get(path);
    if (page == null) {
      return Page.text(404, "there is /health/live, /health/ready, /metrics and /api/\n");
    }
    return request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD
        ? page.get()
        : Page.notAllowed("GET, HEAD");
  }

  private Page ready() {
    Optional<String> objection = health.objection();
    return objection.isEmpty() ? Page.text(200, "ready\n") : Page.text(503, objection.get() + "\n");
  }
}

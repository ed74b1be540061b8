package io.weir.gateway.admin;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.weir.protocol.Loopback;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the admin port shows: {@code /health/live}, {@code /health/ready}, {@code /metrics}. */
final class AdminPages {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Health health;
  private final Map<String, Supplier<Page>> pages;

  /** What is answered. */
  record Page(int status, String type, String body) {
    static Page text(int status, String body) {
      return new Page(status, TEXT, body);
    }
  }

  AdminPages(Health health, Metrics metrics) {
    this.health = health;
    this.pages =
        Map.of(
            "/health/live", () -> Page.text(200, "alive\n"),
            "/health/ready", this::ready,
            "/metrics", () -> new Page(200, PROMETHEUS, metrics.page()));
  }

  Page answer(HttpServerRequest request) {
    String authority = request.authority() == null ? "" : request.authority().toString();
    Supplier<Page> page = pages.get(request.path());
    if (!Loopback.isAuthority(authority)) {
      return Page.text(
          403, "this port answers to loopback names only, not to '" + authority + "'\n");
    }
    if (page == null) {
      return Page.text(404, "there is /health/live, /health/ready and /metrics\n");
    }
    return request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD
        ? page.get()
        : Page.text(405, "this can only be read\n");
  }

  private Page ready() {
    Optional<String> objection = health.objection();
    return objection.isEmpty() ? Page.text(200, "ready\n") : Page.text(503, objection.get() + "\n");
  }
}

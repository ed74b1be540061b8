package io.weir.http.command;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The names of the tenants, for administrators, in their order, a page at a time. */
final class ListTenants implements Command {
  private static final int STANDARD = 1_000;
  private static final int MOST = 10_000;

  @Override
  public Future<Reply> run(Exchange exchange) {
    InTenant.requireAdministrator(exchange);
    exchange.tellAdministered(exchange.caller());
    int limit = exchange.query().number("limit", 1, MOST, STANDARD);
    String after = exchange.query().text("after").orElse("");
    List<String> names =
        exchange.core().tenants().all().stream()
            .map(tenant -> tenant.name())
            .filter(name -> name.compareTo(after) > 0)
            .limit(limit + 1)
            .toList();
    List<String> page = names.size() > limit ? names.subList(0, limit) : names;
    JsonObject document = new JsonObject().put("tenants", new JsonArray(page));
    if (names.size() > limit) {
      document.put("next", "/tenants?limit=" + limit + "&after=" + page.getLast());
    }
    return Future.succeededFuture(Reply.json(200, document));
  }
}

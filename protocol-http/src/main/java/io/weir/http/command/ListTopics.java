package io.weir.http.command;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.http.mapping.Percent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The names of the topics that the caller may see, in their order, a page at a time. */
final class ListTopics implements Command {
  private static final int STANDARD = 1_000;
  private static final int MOST = 10_000;

  @Override
  public Future<Reply> run(Exchange exchange) {
    int limit = exchange.query().number("limit", 1, MOST, STANDARD);
    String after = exchange.query().text("after").orElse("");
    List<String> names =
        exchange.core().topics().list(exchange.caller(), after, limit + 1).stream()
            .map(topic -> topic.name().text())
            .toList();
    List<String> page = names.size() > limit ? names.subList(0, limit) : names;
    JsonObject document = new JsonObject().put("topics", new JsonArray(page));
    if (names.size() > limit) {
      document.put(
          "next", exchange.base() + "/topics?limit=" + limit + "&after=" + encoded(page.getLast()));
    }
    return Future.succeededFuture(Reply.json(200, document));
  }

  private static String encoded(String name) {
    return Percent.encode(name.getBytes(StandardCharsets.UTF_8));
  }
}

package io.weir.http.command;

import io.vertx.core.Future;
import java.util.stream.Collectors;

/** The table of routes, for people who look. */
final class Welcome {
  private Welcome() {}

  static Future<Reply> reply() {
    String routes =
        Routes.ALL.stream()
            .filter(route -> !(route.command() instanceof InTenant))
            .map(
                route ->
                    "  %-6s %s%n         %s%n"
                        .formatted(route.method(), path(route), route.about()))
            .collect(Collectors.joining());
    return Future.succeededFuture(
        Reply.text(
            "This is Weir. Over HTTP there are:\n\n"
                + routes
                + "\nAdministrators have all of it in another tenant's world, too, under "
                + InTenant.PREFIX
                + ".\n"));
  }

  private static String path(Route route) {
    return route.query().isEmpty()
        ? route.path().toString()
        : route.path() + route.query().stream().collect(Collectors.joining("=&", "?", "="));
  }
}

package io.weir.gateway.management;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a route.
 *
 * @param names what the path has in the places of its template's stars, decoded
 * @param reason of the header {@code X-Reason}; null without one
 * @param body empty where there is none
 */
record Ask(String method, List<String> names, @Nullable String reason, JsonObject body) {
  String name() {
    return names.getFirst();
  }
}

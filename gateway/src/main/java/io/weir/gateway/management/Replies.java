package io.weir.gateway.management;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.gateway.admin.Page;
import java.util.List;

/** Answers as RabbitMQ's management API words them. */
final class Replies {
  private static final String JSON = "application/json";

  private Replies() {}

  static Page json(JsonObject document) {
    return json(200, document);
  }

  static Page json(int status, JsonObject document) {
    return new Page(status, JSON, document.encode() + "\n");
  }

  static Page json(List<JsonObject> documents) {
    return new Page(200, JSON, new JsonArray(documents).encode() + "\n");
  }

  /** It is done, and there is nothing to say. */
  static Page done() {
    return new Page(204, "", "");
  }

  /** It is done, and was not so before. */
  static Page created() {
    return new Page(201, "", "");
  }

  static Page notFound() {
    return refusal(404, "Object Not Found", "Not Found");
  }

  static Page badRequest(String reason) {
    return refusal(400, "bad_request", reason);
  }

  static Page refusal(int status, String error, String reason) {
    return json(status, new JsonObject().put("error", error).put("reason", reason));
  }
}

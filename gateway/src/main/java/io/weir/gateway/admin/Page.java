package io.weir.gateway.admin;

import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/**
 * What the admin port answers.
 *
 * @param headers beside those that each answer has
 */
public record Page(int status, String type, String body, Map<String, String> headers) {
  private static final String TEXT = "text/plain; charset=utf-8";

  public Page {
    headers = Map.copyOf(headers);
  }

  public Page(int status, String type, String body) {
    this(status, type, body, Map.of());
  }

  /** A line or some, for people. */
  public static Page text(int status, String body) {
    return new Page(status, TEXT, body);
  }

  /** The path that is asked for; {@code *} where a request names none. */
  public static String path(HttpServerRequest request) {
    String path = request.path();
    return path == null ? "*" : path;
  }

  /** A refusal of a method, which says which there are. */
  public static Page notAllowed(String methods) {
    return new Page(405, TEXT, "this takes " + methods + "\n", Map.of("Allow", methods));
  }
}

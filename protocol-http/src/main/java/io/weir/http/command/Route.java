package io.weir.http.command;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;

/**
 * A line of the table of routes.
 *
 * @param path with variables in braces
 * @param query the parameters that mean something
 * @param about what it is for, in a few words
 */
public record Route(
    HttpMethod method, String path, List<String> query, String about, Command command) {

  /** A route that a request is for, and the values of its path's variables. */
  record Match(Route route, Map<String, String> variables) {}

  Template template() {
    return new Template(path);
  }

  /** As people write it: {@code GET /topics/{topic}}. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}

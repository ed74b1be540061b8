package io.weir.http.command;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;

/** A line of the table of routes. */
public final class Route {
  /** A route that a request is for, and the values of its path's variables. */
  record Match(Route route, Map<String, String> variables) {}

  private final HttpMethod method;
  private final Template path;
  private final List<String> query;
  private final String about;
  private final Command command;

  /**
   * @param path with variables in braces
   * @param query the parameters that mean something
   * @param about what it is for, in a few words
   */
  Route(HttpMethod method, String path, List<String> query, String about, Command command) {
    this.method = method;
    this.path = new Template(path);
    this.query = query;
    this.about = about;
    this.command = command;
  }

  /** The same in the world of a tenant that the path names, for administrators. */
  Route inTenant() {
    return new Route(method, InTenant.PREFIX + path, query, about, new InTenant(command));
  }

  HttpMethod method() {
    return method;
  }

  Template path() {
    return path;
  }

  List<String> query() {
    return query;
  }

  String about() {
    return about;
  }

  Command command() {
    return command;
  }

  /** As people write it: {@code GET /topics/{topic}}. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}

package io.weir.gateway.management;

import io.vertx.core.Future;
import io.weir.gateway.admin.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing that can be asked.
 *
 * @param method GET, PUT, DELETE
 * @param template levels below {@code /api/}; a star stands for any name
 */
record Route(String method, List<String> template, Answer answer) {
  private static final String ANY = "*";

  /** What it does. */
  @FunctionalInterface
  interface Answer {
    Future<Page> to(Ask ask);
  }

  static Route of(String method, String template, Answer answer) {
    return new Route(method, List.of(template.split("/")), answer);
  }

  /** What a path has in the places of the stars; empty if it is another path. */
  Optional<List<String>> match(List<String> levels) {
    if (levels.size() != template.size()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      if (template.get(i).equals(ANY)) {
        names.add(levels.get(i));
      } else if (!template.get(i).equals(levels.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(names);
  }
}

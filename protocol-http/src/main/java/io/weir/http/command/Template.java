package io.weir.http.command;

import io.weir.http.mapping.Percent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A path with variables: {@code {topic}} is one segment, {@code {key...}} the rest, slashes
 * included. A key that begins with a reserved segment is no match, for such paths mean something
 * else.
 *
 * @param text as it stands in the table
 */
record Template(String text) {
  /** First segments of keys that paths cannot name. */
  static final Set<String> RESERVED = Set.of("partitions", "records", "config");

  private static final String REST = "...}";

  /**
   * The variables' values in a path, decoded, if it has this form.
   *
   * @param path as it came, percent-encoded
   * @throws io.weir.core.failure.Failure.InvalidRequest if it cannot be decoded
   */
  Optional<Map<String, String>> match(String path) {
    List<String> names = List.of(text.split("/", -1));
    boolean rest = text.endsWith(REST);
    List<String> parts = List.of(path.split("/", rest ? names.size() : -1));
    if (parts.size() != names.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!name.startsWith("{")) {
        if (!name.equals(parts.get(i))) {
          return Optional.empty();
        }
        continue;
      }
      String value = Percent.decodePath(parts.get(i));
      if (name.endsWith(REST)) {
        if (isReserved(value)) {
          return Optional.empty();
        }
        name = name.replace(REST, "}");
      }
      values.put(name.substring(1, name.length() - 1), value);
    }
    return Optional.of(values);
  }

  static boolean isReserved(String key) {
    return RESERVED.contains(key.split("/", 2)[0]);
  }
}

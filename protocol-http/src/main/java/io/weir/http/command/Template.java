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
 */
final class Template {
  /** First segments of keys that paths cannot name. */
  private static final Set<String> RESERVED = Set.of("partitions", "records", "config");

  private static final String REST = "...}";

  private final String text;
  private final List<String> parts;
  private final boolean hasRest;

  /**
   * @param text as it stands in the table
   */
  Template(String text) {
    this.text = text;
    this.parts = List.of(text.split("/", -1));
    this.hasRest = text.endsWith(REST);
  }

  /**
   * The variables' values in a path, decoded, if it has this form.
   *
   * @param path as it came, percent-encoded
   * @throws io.weir.core.failure.Failure.InvalidRequest if it cannot be decoded
   */
  Optional<Map<String, String>> match(String path) {
    String[] given = path.split("/", hasRest ? parts.size() : -1);
    if (given.length != parts.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < given.length; i++) {
      String part = parts.get(i);
      if (!part.startsWith("{")) {
        if (!part.equals(given[i])) {
          return Optional.empty();
        }
        continue;
      }
      String value = Percent.decodePath(given[i]);
      boolean isRest = part.endsWith(REST);
      if (isRest && isReserved(value)) {
        return Optional.empty();
      }
      values.put(part.substring(1, part.length() - (isRest ? REST.length() : 1)), value);
    }
    return Optional.of(values);
  }

  /** Whether a path cannot name this key. */
  static boolean isReserved(String key) {
    return RESERVED.contains(key.split("/", 2)[0]);
  }

  @Override
  public String toString() {
    return text;
  }
}

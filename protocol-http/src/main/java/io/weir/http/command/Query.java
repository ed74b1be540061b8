package io.weir.http.command;

import io.weir.core.failure.Failure.InvalidRequest;
import io.weir.http.mapping.Percent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a request's query, each at most once. */
final class Query {
  private final Map<String, String> parameters = new LinkedHashMap<>();

  /**
   * @param raw what follows the question mark, as it came
   * @param known the names that mean something; others are refused, for they would be ignored
   */
  Query(@Nullable String raw, List<String> known) {
    for (String part : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
      int equals = part.indexOf('=');
      String name = Percent.decodeQuery(equals < 0 ? part : part.substring(0, equals));
      String value = equals < 0 ? "" : Percent.decodeQuery(part.substring(equals + 1));
      if (!known.contains(name)) {
        throw new InvalidRequest(
            "'"
                + name
                + "' means nothing here; "
                + (known.isEmpty()
                    ? "there are no parameters"
                    : "there are " + String.join(", ", known)));
      }
      if (parameters.putIfAbsent(name, value) != null) {
        throw new InvalidRequest("'" + name + "' is given twice");
      }
    }
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** A whole number; more than the greatest that makes sense is taken for that. */
  int number(String name, int least, int most, int standard) {
    return text(name)
        .map(text -> (int) Math.min(most, wholeNumber(name, text, least)))
        .orElse(standard);
  }

  static long wholeNumber(String name, String text, long least) {
    if (text.matches("[0-9]{1,18}") && Long.parseLong(text) >= least) {
      return Long.parseLong(text);
    }
    throw new InvalidRequest(
        name + ": expected a whole number from " + least + ", found '" + text + "'");
  }
}

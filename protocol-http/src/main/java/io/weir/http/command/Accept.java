package io.weir.http.command;

import io.vertx.core.MultiMap;
import io.weir.http.mapping.Problem;
import java.util.Locale;

/** What the client wants to read messages as: the first of its wishes that can be met. */
final class Accept {
  private Accept() {}

  /**
   * Whether it wants one message as it is rather than a document with many.
   *
   * @throws Refusal 406 if it wants neither
   */
  static boolean isSingle(MultiMap headers) {
    String accept = String.join(",", headers.getAll("Accept"));
    if (accept.isBlank()) {
      return false;
    }
    for (String wish : accept.split(",")) {
      String type = wish.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
      if (type.equals("application/octet-stream")) {
        return true;
      }
      if (type.equals("application/json") || type.equals("application/*") || type.equals("*/*")) {
        return false;
      }
    }
    throw new Refusal(
        new Problem(
            406,
            "not-acceptable",
            "messages come as application/json, or one at a time as application/octet-stream; Accept wants "
                + accept));
  }
}

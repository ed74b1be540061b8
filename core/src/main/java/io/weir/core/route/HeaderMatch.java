package io.weir.core.route;

import java.util.Map;

/**
 * How a binding of a headers exchange looks at the headers of a message: whether all of its
 * arguments must be matched by headers of their names ({@link Value#matches}) or one is enough, and
 * whether those arguments count whose names begin with {@link #EXTENSION}. Where none counts, all
 * of them are matched, and not one.
 */
public enum HeaderMatch {
  /** All that are no extensions. */
  ALL(true, false),
  /** At least one that is no extension. */
  ANY(false, false),
  /** All, extensions too. */
  ALL_EXTENDED(true, true),
  /** At least one, extensions too. */
  ANY_EXTENDED(false, true);

  /** What the names of headers begin with that belong to a broker rather than to applications. */
  public static final String EXTENSION = "x-";

  private final boolean all;
  private final boolean extended;

  HeaderMatch(boolean all, boolean extended) {
    this.all = all;
    this.extended = extended;
  }

  boolean matches(Map<String, Value> arguments, Envelope envelope) {
    for (Map.Entry<String, Value> argument : arguments.entrySet()) {
      String name = argument.getKey();
      if (extended || !name.startsWith(EXTENSION)) {
        Value present = envelope.header(name);
        boolean matched = present != null && argument.getValue().matches(present);
        if (matched != all) {
          return matched;
        }
      }
    }
    return all;
  }
}

package io.weir.core.queue;

import io.weir.core.publish.PropertyNames;
import io.weir.core.publish.Target;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Times of messages that wait for a commit: how long one is worth something, and how long it is
 * held back, begin with that.
 */
final class Staging {
  private static final Set<String> TIMES =
      Set.of(PropertyNames.ABSOLUTE_EXPIRY_TIME, PropertyNames.DELIVER_AT);

  private Staging() {}

  /** The same, so many milliseconds later. */
  static List<Target> later(List<Target> targets, long millis) {
    return millis <= 0
        ? targets
        : targets.stream()
            .map(to -> new Target(to.partition(), to.key(), headers(to.headers(), millis)))
            .toList();
  }

  private static List<Header> headers(List<Header> headers, long millis) {
    if (headers.stream().noneMatch(header -> TIMES.contains(header.name()))) {
      return headers;
    }
    List<Header> later = new ArrayList<>();
    for (Header header : headers) {
      long time = TIMES.contains(header.name()) ? Priorities.number(header.text()) : -1;
      later.add(
          time < 0 ? header : Header.of(header.name(), Long.toString(Math.addExact(time, millis))));
    }
    return List.copyOf(later);
  }
}

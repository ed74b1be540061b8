package io.weir.core.queue;

import io.weir.core.publish.PropertyNames;
import io.weir.record.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers among the headers of a message. */
final class Priorities {
  private static final int MOST_DIGITS = 18;

  private Priorities() {}

  /** The message's priority; 0 if it has none. */
  static int of(List<Header> headers) {
    return (int) Math.clamp(number(headers, PropertyNames.PRIORITY), 0, 255);
  }

  /** A number from 0, or -1 where there is none of that name. */
  static long number(List<Header> headers, String name) {
    for (Header header : headers) {
      if (header.name().equals(name)) {
        return number(header.text());
      }
    }
    return -1;
  }

  /** A number from 0, or -1 where the text is none. */
  static long number(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > MOST_DIGITS) {
      return -1;
    }
    return text.chars().allMatch(each -> each >= '0' && each <= '9') ? Long.parseLong(text) : -1;
  }
}

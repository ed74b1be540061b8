package io.weir.core.unit;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people write them: a whole number and one of ms, s, m, h, d. */
public final class TimeSpan {
  /** What {@link #parse} takes, as a regular expression. */
  public static final String PATTERN = "[0-9]{1,12}(ms|s|m|h|d)";

  private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");
  private static final long DAY = 86_400_000;
  private static final long HOUR = 3_600_000;
  private static final long MINUTE = 60_000;
  private static final long SECOND = 1_000;

  private TimeSpan() {}

  /**
   * Reads a span of time.
   *
   * @throws IllegalArgumentException with a sentence that says what is expected
   */
  public static Duration parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a whole number and a unit (ms, s, m, h or d), for example 7d, found '"
              + text
              + "'");
    }
    try {
      long millis =
          Math.multiplyExact(Long.parseLong(matcher.group(1)), millisOf(matcher.group(2)));
      return Duration.ofMillis(millis);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is longer than Weir can count", e);
    }
  }

  /** Writes a span of time so that {@link #parse} reads it back to the millisecond. */
  public static String format(Duration span) {
    long millis = span.toMillis();
    if (millis % SECOND != 0 || millis == 0) {
      return millis + "ms";
    }
    if (millis % DAY == 0) {
      return millis / DAY + "d";
    }
    if (millis % HOUR == 0) {
      return millis / HOUR + "h";
    }
    return millis % MINUTE == 0 ? millis / MINUTE + "m" : millis / SECOND + "s";
  }

  private static long millisOf(String unit) {
    return switch (unit) {
      case "d" -> DAY;
      case "h" -> HOUR;
      case "m" -> MINUTE;
      case "s" -> SECOND;
      default -> 1;
    };
  }
}

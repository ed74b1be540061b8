package io.weir.core.unit;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts of data as people write them: a whole number and one of B, kB, MB, GB, TB (powers of
 * 1000) or KiB, MiB, GiB, TiB (powers of 1024).
 */
public final class DataSize {
  /** What {@link #parse} takes, as a regular expression. */
  public static final String PATTERN = "[0-9]{1,15}(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)";

  private record Unit(String name, long bytes) {}

  /** From the largest: formatting takes the first that fits. */
  private static final List<Unit> UNITS =
      List.of(
          new Unit("TiB", 1L << 40),
          new Unit("TB", 1_000_000_000_000L),
          new Unit("GiB", 1L << 30),
          new Unit("GB", 1_000_000_000L),
          new Unit("MiB", 1L << 20),
          new Unit("MB", 1_000_000L),
          new Unit("KiB", 1L << 10),
          new Unit("kB", 1_000L),
          new Unit("B", 1L));

  private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,15})([A-Za-z]+)");

  private DataSize() {}

  /**
   * Reads an amount of data, in bytes.
   *
   * @throws IllegalArgumentException with a sentence that says what is expected
   */
  public static long parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (matcher.matches()) {
      for (Unit unit : UNITS) {
        if (unit.name().equals(matcher.group(2))) {
          return times(Long.parseLong(matcher.group(1)), unit, text);
        }
      }
    }
    throw new IllegalArgumentException(
        "expected a whole number and a unit (B, kB, MB, GB, TB, or KiB, MiB, GiB, TiB), for example 20MB, found '"
            + text
            + "'");
  }

  /** Writes an amount of data so that {@link #parse} reads it back to the byte. */
  public static String format(long bytes) {
    for (Unit unit : UNITS) {
      if (bytes >= unit.bytes() && bytes % unit.bytes() == 0) {
        return bytes / unit.bytes() + unit.name();
      }
    }
    return bytes + "B";
  }

  private static long times(long number, Unit unit, String text) {
    try {
      return Math.multiplyExact(number, unit.bytes());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is more than Weir can count", e);
    }
  }
}

package io.weir.gateway.config;

/** How often something may happen, written like {@code 2000/s}. */
public record Frequency(long perSecond) {
  /** What {@link #parse} takes, as a regular expression. */
  static final String PATTERN = "[1-9][0-9]{0,11}/s";

  /**
   * Reads a frequency.
   *
   * @throws IllegalArgumentException with a sentence that says what is expected
   */
  static Frequency parse(String text) {
    if (!text.matches(PATTERN)) {
      throw new IllegalArgumentException(
          "expected a number a second, at least 1, for example 2000/s, found '" + text + "'");
    }
    return new Frequency(Long.parseLong(text.substring(0, text.length() - 2)));
  }

  @Override
  public String toString() {
    return perSecond + "/s";
  }
}

package io.weir.gateway.config;

import io.weir.core.unit.DataSize;

/** How many bytes may flow, written like {@code 20MB/s}. */
public record Throughput(long bytesPerSecond) {
  /** What {@link #parse} takes, as a regular expression. */
  static final String PATTERN = DataSize.PATTERN + "/s";

  /**
   * Reads a throughput.
   *
   * @throws IllegalArgumentException with a sentence that says what is expected
   */
  static Throughput parse(String text) {
    if (!text.matches(PATTERN)) {
      throw expected(text);
    }
    long bytes = DataSize.parse(text.substring(0, text.length() - 2));
    if (bytes < 1) {
      throw expected(text);
    }
    return new Throughput(bytes);
  }

  private static IllegalArgumentException expected(String text) {
    return new IllegalArgumentException(
        "expected an amount of data a second, at least 1B/s, for example 20MB/s, found '"
            + text
            + "'");
  }

  @Override
  public String toString() {
    return DataSize.format(bytesPerSecond) + "/s";
  }
}

package io.weir.backend;

/**
 * Something that a backend counts or measures, for who operates it.
 *
 * @param name in lower case with underscores, of what and in which unit, as in {@code
 *     log_appended_bytes}
 * @param about a sentence
 */
public record Measure(String name, Kind kind, String about, double value) {
  /** How a value changes. */
  public enum Kind {
    /** It counts up from 0, from the opening of the backend on. */
    COUNTER,
    /** It goes up and down. */
    GAUGE
  }
}

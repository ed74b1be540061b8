package io.weir.bench;

import io.weir.bench.server.BenchException;
import java.util.Locale;

/** What the commands ask of the values of their options. */
final class Options {
  private Options() {}

  /**
   * Requires a number within bounds, both included.
   *
   * @throws BenchException with a sentence that names them, if it is not
   */
  static void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new BenchException(
          String.format(
              Locale.ROOT,
              "%s takes a number from %,d to %,d, not %,d",
              option,
              least,
              most,
              value));
    }
  }
}

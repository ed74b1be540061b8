package io.weir.gateway.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which of the known names somebody meant. */
final class Nearest {
  private Nearest() {}

  /** The known name that is nearest to a given one, if any is near. */
  static Optional<String> to(String given, Collection<String> known) {
    return known.stream()
        .filter(name -> distance(given, name) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(name -> distance(given, name)));
  }

  /** ", did you mean 'ports'?", or nothing. */
  static String hint(String given, Collection<String> known) {
    return to(given, known).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  /**
   * The fewest insertions, deletions, replacements and swaps of neighbours that make one of the
   * other, in lower case.
   */
  static int distance(String given, String known) {
    String a = given.toLowerCase(Locale.ROOT);
    String b = known.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swap =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swap) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}

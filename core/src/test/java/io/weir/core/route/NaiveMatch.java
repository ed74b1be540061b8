package io.weir.core.route;

import java.util.List;

/** Topic patterns and keys by trying out what each wildcard may stand for. */
final class NaiveMatch {
  private NaiveMatch() {}

  static boolean fits(String pattern, String key) {
    return fits(words(pattern), words(key));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\\.", -1));
  }

  private static boolean fits(List<String> pattern, List<String> key) {
    if (pattern.isEmpty()) {
      return key.isEmpty();
    }
    String first = pattern.getFirst();
    List<String> others = pattern.subList(1, pattern.size());
    if (first.equals("#") && fits(others, key)) {
      return true;
    }
    if (key.isEmpty()) {
      return false;
    }
    List<String> left = key.subList(1, key.size());
    return switch (first) {
      case "#" -> fits(pattern, left);
      case "*" -> fits(others, left);
      default -> first.equals(key.getFirst()) && fits(others, left);
    };
  }
}

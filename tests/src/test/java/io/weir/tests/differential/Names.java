package io.weir.tests.differential;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the server chose, by the names that a script gives it. */
final class Names {
  private final Map<String, String> chosen;

  private Names(Map<String, String> chosen) {
    this.chosen = chosen;
  }

  Names() {
    this(new HashMap<>());
  }

  Names copy() {
    return new Names(new HashMap<>(chosen));
  }

  /** Takes over what another has learnt. */
  void learn(Names other) {
    chosen.putAll(other.chosen);
  }

  /** What a word of a script is for this server. */
  String resolve(Term.Word word) {
    if (!isName(word)) {
      return word.text();
    }
    String known = chosen.get(word.text());
    if (known == null) {
      throw new IllegalArgumentException("nothing was called " + word.text() + " before");
    }
    return known;
  }

  /** Whether a text is what a word says; a new name is learnt. */
  boolean matches(Term.Word expected, String actual) {
    if (isName(expected)) {
      String known = chosen.putIfAbsent(expected.text(), actual);
      return known == null || known.equals(actual);
    }
    return glob(expected.text()).matcher(actual).matches();
  }

  private static boolean isName(Term.Word word) {
    return !word.quoted() && word.text().startsWith("$");
  }

  private static Pattern glob(String text) {
    return Pattern.compile(
        Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
        Pattern.DOTALL);
  }

  /** All that was chosen. */
  Collection<String> all() {
    return chosen.values();
  }
}

package io.weir.core.access;

import com.google.re2j.Pattern;
import java.util.List;

/** What a pattern says of one level, or of a name that has none. */
sealed interface Level {
  /** Exactly this. */
  record Literal(String text) implements Level {}

  /** Whatever it is. */
  record Any() implements Level {}

  /**
   * Where an expression is found. It is looked for in a time that grows with the text alone,
   * whoever chose the one and the other.
   */
  record Found(Pattern expression) implements Level {
    boolean in(String text) {
      return expression.matcher(text).find();
    }
  }

  /**
   * Texts and names, one after another; no two names touch.
   *
   * @param open whether anything may follow
   * @param divided whether "/" divides levels, so that it cannot be part of one
   */
  record Template(List<Part> parts, boolean open, boolean divided) implements Level {
    private static final Part NOTHING = new Part.Text("");

    /** What every match begins with. */
    String head() {
      return !parts.isEmpty() && parts.getFirst() instanceof Part.Text(String text) ? text : "";
    }

    /**
     * Whether a level fits.
     *
     * @param text which begins with the {@link #head}
     * @param unfit the answer where a name cannot stand in its place
     */
    boolean matches(String text, Names names, boolean unfit) {
      int at = 0;
      for (int i = 0; i < parts.size(); i++) {
        String next =
            switch (parts.get(i)) {
              case Part.Text(String literal) -> literal;
              case Part.Name name -> name.of(names);
            };
        if (parts.get(i) instanceof Part.Name && !fits(next, i)) {
          return unfit;
        }
        if (!text.startsWith(next, at)) {
          return false;
        }
        at += next.length();
      }
      return open || at == text.length();
    }

    private boolean fits(String name, int part) {
      if (name.isEmpty() || divided && name.indexOf('/') >= 0) {
        return false;
      }
      Part next = part + 1 < parts.size() ? parts.get(part + 1) : NOTHING;
      return !(next instanceof Part.Text(String text))
          || text.isEmpty()
          || name.indexOf(text.charAt(0)) < 0;
    }
  }

  /** A piece of a template. */
  sealed interface Part {
    /** As it is. */
    record Text(String text) implements Part {}

    /** A caller's name. */
    enum Name implements Part {
      USER,
      CLIENT;

      String of(Names names) {
        return this == USER ? names.user() : names.client();
      }
    }
  }

  /** What a caller is called. */
  record Names(String user, String client) {}
}

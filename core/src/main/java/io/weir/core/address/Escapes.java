package io.weir.core.address;

import org.jspecify.annotations.Nullable;

/**
 * A reversible escape for a target that cannot hold some characters: each of them is written as a
 * mark and its code.
 *
 * <p>What looks like that already is told apart by the mark's own code, put behind the mark: with
 * {@code %} as the mark, {@code +} is {@code %2B}, {@code %2B} is {@code %252B}, that is {@code
 * %25252B}, and so on; a mark without a code behind it stays as it is. So every text has one
 * escaped form, and every text that holds none of the characters in question is the escaped form of
 * one text: this is a bijection, and most texts are mapped to themselves.
 *
 * <p>It holds because codes are made of characters that are neither the mark nor escaped, and none
 * begins with the mark's own: escaping never makes nor breaks a sequence "mark, own code any number
 * of times, code" but where it adds or takes away exactly one piece of it.
 */
final class Escapes {
  private final char mark;
  private final String own;
  private final Codes codes;

  /**
   * @param mark what begins a code; not escaped itself
   * @param own the mark's own code, which {@code codes} does not know
   */
  Escapes(char mark, String own, Codes codes) {
    this.mark = mark;
    this.own = own;
    this.codes = codes;
  }

  /** The characters that the target cannot hold. */
  interface Codes {
    /** The code of a character, or null if the target can hold it. */
    @Nullable String of(int codePoint);

    /** How many characters the code at an index takes, 0 if there is none. */
    int lengthAt(String text, int index);

    /** The character whose code lies there. */
    int read(String text, int index, int length);
  }

  String escape(String text) {
    return text.codePoints().allMatch(c -> c != mark && codes.of(c) == null) ? text : escaped(text);
  }

  private String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      String code = codes.of(codePoint);
      if (code != null) {
        out.append(mark).append(code);
      } else {
        out.appendCodePoint(codePoint);
        if (codePoint == mark && looksEscaped(text, i)) {
          out.append(own);
        }
      }
      i += Character.charCount(codePoint);
    }
    return out.toString();
  }

  /** The inverse of {@link #escape}, for a text that holds none of the escaped characters. */
  String unescape(String text) {
    int next = text.indexOf(mark);
    if (next < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int done = 0;
    while (next >= 0) {
      out.append(text, done, next);
      done = next + unescapeAt(text, next, out);
      next = text.indexOf(mark, done);
    }
    return out.append(text, done, text.length()).toString();
  }

  /** Takes away one piece at a mark; how many characters that took. */
  private int unescapeAt(String text, int at, StringBuilder out) {
    int code = codes.lengthAt(text, at + 1);
    if (code > 0) {
      out.appendCodePoint(codes.read(text, at + 1, code));
      return 1 + code;
    }
    out.append(mark);
    return looksEscaped(text, at) ? 1 + own.length() : 1;
  }

  private boolean looksEscaped(String text, int at) {
    int i = at + 1;
    while (text.startsWith(own, i)) {
      i += own.length();
    }
    return codes.lengthAt(text, i) > 0;
  }
}

package io.weir.core.auth;

import java.text.Normalizer;
import java.util.Optional;

/**
 * SASLprep (RFC 4013): the form in which user names and passwords are compared, so that what a
 * person types is found however the keyboard wrote it. ASCII stays as it is, and is refused where
 * it holds control codes.
 *
 * <p>Beyond ASCII the tables are those of the JDK's Unicode and not of Unicode 3.2, which RFC 3454
 * froze: what was assigned since counts as assigned, and normalisation and direction are today's.
 * For text of the characters of 3.2 the results differ only where Unicode corrected itself.
 */
final class SaslPrep {
  private SaslPrep() {}

  /** A name or password that somebody presents; empty if it cannot be one. */
  static Optional<String> query(String text) {
    return prepare(text, true);
  }

  /** One that is kept: code points that mean nothing yet are refused too. */
  static Optional<String> stored(String text) {
    return prepare(text, false);
  }

  private static Optional<String> prepare(String text, boolean unassigned) {
    boolean plain = text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    if (plain) {
      return Optional.of(text);
    }
    StringBuilder mapped = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> !isMappedToNothing(c))
        .forEach(c -> mapped.appendCodePoint(isSpace(c) ? ' ' : c));
    String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
    boolean allowed = normal.codePoints().noneMatch(c -> isProhibited(c, unassigned));
    return allowed && isOneDirection(normal) ? Optional.of(normal) : Optional.empty();
  }

  /** RFC 3454, table C.1.2. */
  private static boolean isSpace(int c) {
    return c > 0x7f && (Character.getType(c) == Character.SPACE_SEPARATOR || c == 0x200b);
  }

  /** RFC 3454, table B.1. The zero width space, in both tables, is a space (RFC 4013, 2.1). */
  private static boolean isMappedToNothing(int c) {
    return switch (c) {
      case 0x00ad, 0x034f, 0x1806, 0x180b, 0x180c, 0x180d, 0x200c, 0x200d, 0x2060, 0xfeff -> true;
      default -> c >= 0xfe00 && c <= 0xfe0f;
    };
  }

  /** RFC 3454, tables C.1.2, C.2.1, C.2.2 and C.3 to C.9. */
  private static boolean isProhibited(int c, boolean unassigned) {
    boolean nonCharacter = (c & 0xfffe) == 0xfffe || c >= 0xfdd0 && c <= 0xfdef;
    // Ideographic description characters, and marks that are deprecated or change how others look.
    boolean inappropriate =
        c >= 0xfff9 && c <= 0xfffd || c >= 0x2ff0 && c <= 0x2ffb || c == 0x340 || c == 0x341;
    return nonCharacter
        || inappropriate
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.PRIVATE_USE,
              Character.SURROGATE ->
              true;
          case Character.SPACE_SEPARATOR -> c != ' ';
          case Character.UNASSIGNED -> !unassigned;
          default -> false;
        };
  }

  /** RFC 3454, section 6: text that runs from right to left does so from end to end. */
  private static boolean isOneDirection(String text) {
    int[] points = text.codePoints().toArray();
    boolean any = false;
    boolean left = false;
    for (int c : points) {
      any |= isRightToLeft(c);
      left |= Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT;
    }
    return !any || !left && isRightToLeft(points[0]) && isRightToLeft(points[points.length - 1]);
  }

  private static boolean isRightToLeft(int c) {
    byte direction = Character.getDirectionality(c);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }
}

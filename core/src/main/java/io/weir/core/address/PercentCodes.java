package io.weir.core.address;

import org.jspecify.annotations.Nullable;

/** Two upper-case hexadecimal digits for each of a few ASCII characters. */
record PercentCodes(String characters) implements Escapes.Codes {
  static final char MARK = '%';
  static final String OWN = "25";
  private static final int LENGTH = 2;

  /** An escape of these characters; the per cent sign is not one of them. */
  static Escapes escaping(String characters) {
    return new Escapes(MARK, OWN, new PercentCodes(characters));
  }

  @Override
  public @Nullable String of(int codePoint) {
    return characters.indexOf(codePoint) < 0 ? null : String.format("%02X", codePoint);
  }

  @Override
  public int lengthAt(String text, int index) {
    for (int i = 0; i < characters.length(); i++) {
      char c = characters.charAt(i);
      if (index + 1 < text.length()
          && text.charAt(index) == digit(c >> 4)
          && text.charAt(index + 1) == digit(c & 0xf)) {
        return LENGTH;
      }
    }
    return 0;
  }

  @Override
  public int read(String text, int index, int length) {
    return Integer.parseInt(text, index, index + length, 16);
  }

  private static char digit(int value) {
    return "0123456789ABCDEF".charAt(value);
  }
}

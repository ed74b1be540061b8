package io.weir.core.address;

/** Text that UTF-8 can hold: every surrogate is half of a pair. */
final class WellFormed {
  private WellFormed() {}

  /** Bytes of the text in UTF-8, or -1 if it is not well-formed. */
  static int utf8Length(String text) {
    int bytes = 0;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else if (Character.isHighSurrogate(c)
          && i < text.length()
          && Character.isLowSurrogate(text.charAt(i))) {
        bytes += 4;
        i++;
      } else {
        return -1;
      }
    }
    return bytes;
  }
}

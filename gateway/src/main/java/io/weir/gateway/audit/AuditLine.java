package io.weir.gateway.audit;

import org.jspecify.annotations.Nullable;

/**
 * A line of {@code key=value}, separated by spaces. A value is what it is where it is made of
 * letters, digits and {@code -._:/@+,[]} alone; any other stands in double quotes, with a backslash
 * before quotes and backslashes. What is no printable character, and whatever could end a line or
 * turn its direction, is written by its number, so that nobody can forge a line or a key.
 */
final class AuditLine {
  private static final String BARE = "-._:/@+,[]";

  /** Longer values are cut, and end in three dots. */
  private static final int MAX_CHARACTERS = 512;

  private final StringBuilder text = new StringBuilder(256);

  AuditLine(AuditEvent event) {
    with("event", event.text());
  }

  /** Adds a value; nothing, if there is none. */
  AuditLine with(String key, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    if (!text.isEmpty()) {
      text.append(' ');
    }
    text.append(key).append('=');
    append(value.toString());
    return this;
  }

  /** The same for a text that says nothing if it is empty. */
  AuditLine withText(String key, String value) {
    return value.isEmpty() ? this : with(key, value);
  }

  private void append(String value) {
    if (!value.isEmpty()
        && value.length() <= MAX_CHARACTERS
        && value.chars().allMatch(AuditLine::isBare)) {
      text.append(value);
      return;
    }
    text.append('"');
    value.codePoints().limit(MAX_CHARACTERS).forEach(this::appendQuoted);
    if (value.codePointCount(0, value.length()) > MAX_CHARACTERS) {
      text.append("...");
    }
    text.append('"');
  }

  private static boolean isBare(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || BARE.indexOf(c) >= 0;
  }

  private void appendQuoted(int c) {
    switch (c) {
      case '"', '\\' -> text.append('\\').append((char) c);
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      default -> {
        if (isPrintable(c)) {
          text.appendCodePoint(c);
        } else {
          text.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
      }
    }
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

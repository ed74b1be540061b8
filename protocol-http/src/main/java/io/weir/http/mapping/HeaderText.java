package io.weir.http.mapping;

import io.weir.core.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A property's value in an HTTP header. Printable ASCII stands as it is. Anything else stands under
 * the name with an asterisk after it, in the manner of RFC 8187: {@code X-Prop-city*:
 * UTF-8''Z%C3%BCrich} for text, {@code X-Prop-hash*: binary''%FF%00} for bytes that are not text.
 *
 * @param extended whether the name gets the asterisk
 * @param text the header's value
 */
record HeaderText(boolean extended, String text) {
  private static final String TEXT = "UTF-8''";
  private static final String BINARY = "binary''";

  static HeaderText of(byte @Nullable [] value) {
    byte[] bytes = value == null ? new byte[0] : value;
    if (isPlain(bytes)) {
      return new HeaderText(false, new String(bytes, StandardCharsets.US_ASCII));
    }
    return new HeaderText(true, (Bytes.isUtf8(bytes) ? TEXT : BINARY) + Percent.encode(bytes));
  }

  /**
   * The bytes of a header's value; one {@code char} of it is one byte on the wire, taken for UTF-8
   * if it is that.
   */
  static byte[] plain(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
    return Bytes.isUtf8(bytes) ? bytes : value.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The bytes of the value of a header whose name has an asterisk.
   *
   * @throws Failure.InvalidRequest if it is not in that form
   */
  static byte[] extended(String name, String value) {
    boolean text = value.regionMatches(true, 0, TEXT, 0, TEXT.length());
    boolean binary = value.toLowerCase(Locale.ROOT).startsWith(BINARY);
    if (text || binary) {
      byte[] bytes = Percent.decode(value.substring(text ? TEXT.length() : BINARY.length()), false);
      if (binary || Bytes.isUtf8(bytes)) {
        return bytes;
      }
    }
    throw new Failure.InvalidRequest(
        name
            + ": expected UTF-8''text or binary''bytes, percent-encoded; without the asterisk the value stands as it is");
  }

  private static boolean isPlain(byte[] bytes) {
    for (byte b : bytes) {
      if (b < ' ' || b > '~') {
        return false;
      }
    }
    return bytes.length == 0 || (bytes[0] != ' ' && bytes[bytes.length - 1] != ' ');
  }
}

package io.weir.http.mapping;

import io.weir.core.failure.Failure.InvalidRequest;
import java.io.ByteArrayOutputStream;

/** Percent-encoding (RFC 3986), exact in both directions: no normalization, no guess. */
public final class Percent {
  private static final String UNRESERVED = "-._~";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private Percent() {}

  /**
   * Decodes a part of a path as it came: one {@code char} per byte.
   *
   * @throws InvalidRequest if an escape is cut short, or the bytes are not UTF-8
   */
  public static String decodePath(String raw) {
    return utf8(decode(raw, false), raw);
  }

  /**
   * Decodes a name or value of a query, where a plus sign is a space (as forms and most libraries
   * write it).
   */
  public static String decodeQuery(String raw) {
    return utf8(decode(raw, true), raw);
  }

  /** The bytes of a percent-encoded text. */
  static byte[] decode(String raw, boolean plusIsSpace) {
    var bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        boolean whole = i + 2 < raw.length();
        int high = whole ? Character.digit(raw.charAt(i + 1), 16) : -1;
        int low = whole ? Character.digit(raw.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw new InvalidRequest(
              "'%' is not followed by two hexadecimal digits in '"
                  + raw
                  + "'; a literal one is %25");
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(c == '+' && plusIsSpace ? ' ' : c);
      }
    }
    return bytes.toByteArray();
  }

  /** Encodes all bytes but letters, digits and {@code -._~}. */
  public static String encode(byte[] bytes) {
    return encode(bytes, UNRESERVED);
  }

  /** Encodes all bytes but letters, digits and some others. */
  static String encode(byte[] bytes, String literal) {
    var text = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      if (isLetterOrDigit(b) || literal.indexOf((char) b) >= 0 && b > 0) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
      }
    }
    return text.toString();
  }

  private static boolean isLetterOrDigit(byte b) {
    return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9';
  }

  private static String utf8(byte[] bytes, String raw) {
    String text = Bytes.text(bytes);
    if (text == null) {
      throw new InvalidRequest("'" + raw + "' is not UTF-8");
    }
    return text;
  }
}

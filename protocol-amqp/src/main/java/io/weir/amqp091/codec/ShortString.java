package io.weir.amqp091.codec;

import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** At most 255 bytes: names, keys, most properties. */
public final class ShortString extends ByteString {
  public static final int MAX_LENGTH = 255;

  public static final ShortString EMPTY = new ShortString(new byte[0]);

  /**
   * @param bytes given away
   */
  ShortString(byte[] bytes) {
    super(bytes);
    if (bytes.length > MAX_LENGTH) {
      throw new IllegalArgumentException("a short string of " + bytes.length + " bytes");
    }
  }

  /**
   * The UTF-8 of a text.
   *
   * @throws IllegalArgumentException if it is too long; see {@link #fits}
   */
  public static ShortString of(String text) {
    return text.isEmpty() ? EMPTY : new ShortString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws IllegalArgumentException if they are too many
   */
  public static ShortString copyOf(byte[] bytes) {
    return new ShortString(bytes.clone());
  }

  /** Whether a text's UTF-8 can be a short string. */
  public static boolean fits(String text) {
    return ByteBufUtil.utf8Bytes(text) <= MAX_LENGTH;
  }

  /** As much from the beginning of a text as fits, cut between characters. */
  public static String cut(String text) {
    String cut = text;
    while (!fits(cut)) {
      // A character has at most four bytes, so this many too many characters are surely too many.
      int excess = Math.max(1, (ByteBufUtil.utf8Bytes(cut) - MAX_LENGTH) / 4);
      int end = cut.length() - excess;
      cut = cut.substring(0, Character.isLowSurrogate(cut.charAt(end)) ? end - 1 : end);
    }
    return cut;
  }
}

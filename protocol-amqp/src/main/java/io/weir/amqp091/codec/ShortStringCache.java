package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Short strings that one connection has sent lately, so that the names it sends again and again are
 * not made again and again. Holds at most {@value #SLOTS} of them.
 */
final class ShortStringCache {
  private static final int SLOTS = 32;

  private final @Nullable ShortString[] slots = new @Nullable ShortString[SLOTS];
  private final byte[] bytes = new byte[ShortString.MAX_LENGTH];

  /**
   * Reads one whose bytes are there.
   *
   * @param length at most 255
   */
  ShortString read(ByteBuf in, int length) {
    if (length == 0) {
      return ShortString.EMPTY;
    }
    in.readBytes(bytes, 0, length);
    int slot = slot(length);
    ShortString known = slots[slot];
    if (known != null && known.isAt(bytes, length)) {
      return known;
    }
    ShortString read = new ShortString(Arrays.copyOf(bytes, length));
    slots[slot] = read;
    return read;
  }

  private int slot(int length) {
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return (hash ^ hash >>> 16) & SLOTS - 1;
  }
}

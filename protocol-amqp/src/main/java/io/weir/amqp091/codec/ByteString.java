package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that mostly are text, kept exactly as they came: AMQP's strings (4.2.5.3) promise no
 * encoding. Immutable; equal to another of the same bytes.
 */
public sealed class ByteString permits ShortString {
  private final byte[] bytes;

  /** Zero if it is not known yet. */
  private int hash;

  /**
   * @param bytes given away
   */
  ByteString(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The UTF-8 of a text. */
  public static ByteString of(String text) {
    return new ByteString(text.getBytes(StandardCharsets.UTF_8));
  }

  public static ByteString copyOf(byte[] bytes) {
    return new ByteString(bytes.clone());
  }

  /** How many bytes there are. */
  public final int length() {
    return bytes.length;
  }

  public final byte[] toBytes() {
    return bytes.clone();
  }

  /** Whether {@link #toString} loses nothing. */
  public final boolean isUtf8() {
    return ByteBufUtil.isText(Unpooled.wrappedBuffer(bytes), StandardCharsets.UTF_8);
  }

  /** Writes the bytes, without their number. */
  public final void writeTo(ByteBuf out) {
    out.writeBytes(bytes);
  }

  /** Whether these are the first bytes of an array, and there are no more. */
  final boolean isAt(byte[] array, int length) {
    return Arrays.equals(bytes, 0, bytes.length, array, 0, length);
  }

  @Override
  public final boolean equals(Object other) {
    return this == other || other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public final int hashCode() {
    int known = hash;
    if (known == 0) {
      known = Arrays.hashCode(bytes);
      hash = known;
    }
    return known;
  }

  /** As UTF-8, with U+FFFD for what is not. */
  @Override
  public final String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * Where methods write their arguments, one after the other. Strings that are too long and numbers
 * that are too large are mistakes of whoever made the method.
 */
public final class ArgumentWriter {
  private ByteBuf out = Unpooled.EMPTY_BUFFER;

  /** How many bits the last octet has, or 0 if it is none of bits or has all eight. */
  private int bitsWritten;

  ArgumentWriter() {}

  /** Begins to write at the end of a buffer. */
  void begin(ByteBuf buffer) {
    out = buffer;
    bitsWritten = 0;
  }

  ArgumentWriter octet(int value) {
    bitsWritten = 0;
    out.writeByte(value);
    return this;
  }

  ArgumentWriter shortInt(int value) {
    bitsWritten = 0;
    out.writeShort(value);
    return this;
  }

  ArgumentWriter longInt(long value) {
    bitsWritten = 0;
    out.writeInt((int) value);
    return this;
  }

  ArgumentWriter longLong(long value) {
    bitsWritten = 0;
    out.writeLong(value);
    return this;
  }

  ArgumentWriter bit(boolean set) {
    if (bitsWritten == 0) {
      out.writeByte(0);
    }
    if (set) {
      int last = out.writerIndex() - 1;
      out.setByte(last, out.getByte(last) | 1 << bitsWritten);
    }
    bitsWritten = bitsWritten + 1 & 7;
    return this;
  }

  ArgumentWriter shortString(ShortString value) {
    bitsWritten = 0;
    out.writeByte(value.length());
    value.writeTo(out);
    return this;
  }

  /**
   * @throws IllegalArgumentException if the text is too long
   */
  ArgumentWriter text(String text) {
    bitsWritten = 0;
    int start = out.writerIndex();
    int length = ByteBufUtil.writeUtf8(out.writeByte(0), text);
    if (length > ShortString.MAX_LENGTH) {
      throw new IllegalArgumentException("a short string of " + length + " bytes");
    }
    out.setByte(start, length);
    return this;
  }

  ArgumentWriter longString(ByteString value) {
    bitsWritten = 0;
    out.writeInt(value.length());
    value.writeTo(out);
    return this;
  }

  ArgumentWriter table(Table value) {
    bitsWritten = 0;
    ValueWriter.write(out, value);
    return this;
  }
}

package io.weir.record;

import io.netty.buffer.ByteBuf;

/** Zig-zag variable-length integers, as records use them. */
final class Varint {
  private static final int MAX_INT_BYTES = 5;
  private static final int MAX_LONG_BYTES = 10;

  private Varint() {}

  static int readInt(ByteBuf in) {
    int raw = 0;
    for (int i = 0; i < MAX_INT_BYTES; i++) {
      byte b = in.readByte();
      raw |= (b & 0x7f) << (7 * i);
      if (b >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw malformed();
  }

  static long readLong(ByteBuf in) {
    long raw = 0;
    for (int i = 0; i < MAX_LONG_BYTES; i++) {
      byte b = in.readByte();
      raw |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw malformed();
  }

  static void writeInt(ByteBuf out, int value) {
    writeLong(out, value);
  }

  static void writeLong(ByteBuf out, long value) {
    long raw = (value << 1) ^ (value >> 63);
    while ((raw & ~0x7fL) != 0) {
      out.writeByte((int) ((raw & 0x7f) | 0x80));
      raw >>>= 7;
    }
    out.writeByte((int) raw);
  }

  static int size(long value) {
    long raw = (value << 1) ^ (value >> 63);
    return (70 - Long.numberOfLeadingZeros(raw | 1)) / 7;
  }

  private static InvalidBatchException malformed() {
    return new InvalidBatchException(
        InvalidBatchException.Fault.RECORDS, "a variable-length number does not end");
  }
}

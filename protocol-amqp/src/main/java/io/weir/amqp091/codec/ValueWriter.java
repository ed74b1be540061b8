package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;

/** Writes tables. */
final class ValueWriter {
  private ValueWriter() {}

  /** Writes a table with its length. */
  static void write(ByteBuf out, Table table) {
    int start = begin(out);
    for (Table.Field field : table.fields()) {
      out.writeByte(field.name().length());
      field.name().writeTo(out);
      write(out, field.value());
    }
    end(out, start);
  }

  private static void write(ByteBuf out, Value value) {
    switch (value) {
      case Value.Bool(boolean is) -> out.writeByte('t').writeBoolean(is);
      case Value.Int8(byte number) -> out.writeByte('b').writeByte(number);
      case Value.Uint8(int number) -> out.writeByte('B').writeByte(number);
      case Value.Int16(short number) -> out.writeByte('s').writeShort(number);
      case Value.Uint16(int number) -> out.writeByte('u').writeShort(number);
      case Value.Int32(int number) -> out.writeByte('I').writeInt(number);
      case Value.Uint32(long number) -> out.writeByte('i').writeInt((int) number);
      case Value.Int64(long number) -> out.writeByte('l').writeLong(number);
      case Value.Float32(float number) -> out.writeByte('f').writeFloat(number);
      case Value.Float64(double number) -> out.writeByte('d').writeDouble(number);
      case Value.Decimal(int scale, long unscaled) ->
          out.writeByte('D').writeByte(scale).writeInt((int) unscaled);
      case Value.Timestamp(long seconds) -> out.writeByte('T').writeLong(seconds);
      case Value.Text(ByteString text) -> write(out.writeByte('S'), text);
      case Value.Binary(ByteString bytes) -> write(out.writeByte('x'), bytes);
      case Value.Array array -> write(out.writeByte('A'), array);
      case Table table -> write(out.writeByte('F'), table);
      case Value.Void() -> out.writeByte('V');
    }
  }

  private static void write(ByteBuf out, ByteString bytes) {
    out.writeInt(bytes.length());
    bytes.writeTo(out);
  }

  private static void write(ByteBuf out, Value.Array array) {
    int start = begin(out);
    for (Value element : array.values()) {
      write(out, element);
    }
    end(out, start);
  }

  private static int begin(ByteBuf out) {
    int start = out.writerIndex();
    out.writeInt(0);
    return start;
  }

  private static void end(ByteBuf out, int start) {
    out.setInt(start, out.writerIndex() - start - Integer.BYTES);
  }
}

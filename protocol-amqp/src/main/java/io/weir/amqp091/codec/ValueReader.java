package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables, bounded: none is deeper or has more values than the constants say, and nothing is
 * allocated for bytes that are not there. Used by one thread.
 */
final class ValueReader {
  /** How many tables and arrays may lie within each other. */
  static final int MAX_DEPTH = 32;

  /** How many values a table may have with all that lies in it. */
  static final int MAX_VALUES = 10_000;

  private static final Value.Bool TRUE = new Value.Bool(true);
  private static final Value.Bool FALSE = new Value.Bool(false);
  private static final Value.Void VOID = new Value.Void();

  private final ShortStringCache names;

  private @Nullable MethodId method;
  private int values;

  /**
   * @param names where fields' names are looked up
   */
  ValueReader(ShortStringCache names) {
    this.names = names;
  }

  /**
   * Reads a table with its length.
   *
   * @param end where what holds it ends
   * @param method in which it is, or null if it is in none
   */
  Table read(ByteBuf in, int end, @Nullable MethodId method) {
    this.method = method;
    values = 0;
    return table(in, end, 1);
  }

  private Table table(ByteBuf in, int end, int depth) {
    int stop = stop(in, end, depth);
    if (in.readerIndex() == stop) {
      return Table.EMPTY;
    }
    List<Table.Field> fields = new ArrayList<>(4);
    while (in.readerIndex() < stop) {
      int length = in.readUnsignedByte();
      need(in, length, stop);
      ShortString name = names.read(in, length);
      fields.add(new Table.Field(name, value(in, stop, depth)));
    }
    return new Table(fields);
  }

  private Value.Array array(ByteBuf in, int end, int depth) {
    int stop = stop(in, end, depth);
    List<Value> elements = new ArrayList<>(4);
    while (in.readerIndex() < stop) {
      elements.add(value(in, stop, depth));
    }
    return new Value.Array(elements);
  }

  /** Where a table or array ends whose length is next. */
  private int stop(ByteBuf in, int end, int depth) {
    if (depth > MAX_DEPTH) {
      throw fault("a table with more than " + MAX_DEPTH + " levels of tables and arrays");
    }
    return length(in, end) + in.readerIndex();
  }

  private Value value(ByteBuf in, int end, int depth) {
    if (++values > MAX_VALUES) {
      throw fault("a table with more than " + MAX_VALUES + " values");
    }
    need(in, 1, end);
    int letter = in.readUnsignedByte();
    need(in, fixedLength(letter), end);
    return switch (letter) {
      case 't' -> in.readByte() != 0 ? TRUE : FALSE;
      case 'b' -> new Value.Int8(in.readByte());
      case 'B' -> new Value.Uint8(in.readUnsignedByte());
      case 's' -> new Value.Int16(in.readShort());
      case 'u' -> new Value.Uint16(in.readUnsignedShort());
      case 'I' -> new Value.Int32(in.readInt());
      case 'i' -> new Value.Uint32(in.readUnsignedInt());
      case 'l', 'L' -> new Value.Int64(in.readLong());
      case 'f' -> new Value.Float32(in.readFloat());
      case 'd' -> new Value.Float64(in.readDouble());
      case 'D' -> new Value.Decimal(in.readUnsignedByte(), in.readUnsignedInt());
      case 'T' -> new Value.Timestamp(in.readLong());
      case 'S' -> new Value.Text(bytes(in, end));
      case 'x' -> new Value.Binary(bytes(in, end));
      case 'A' -> array(in, end, depth + 1);
      case 'F' -> table(in, end, depth + 1);
      case 'V' -> VOID;
      default -> throw fault("a value of the type %#04x, which there is not".formatted(letter));
    };
  }

  /** How many bytes there must be for a value to be looked at. */
  private static int fixedLength(int letter) {
    return switch (letter) {
      case 't', 'b', 'B' -> Byte.BYTES;
      case 's', 'u' -> Short.BYTES;
      case 'I', 'i', 'f', 'S', 'x', 'A', 'F' -> Integer.BYTES;
      case 'D' -> Byte.BYTES + Integer.BYTES;
      case 'l', 'L', 'd', 'T' -> Long.BYTES;
      default -> 0;
    };
  }

  private ByteString bytes(ByteBuf in, int end) {
    byte[] bytes = new byte[length(in, end)];
    in.readBytes(bytes);
    return new ByteString(bytes);
  }

  /** A length of four bytes, after which there is as much. */
  private int length(ByteBuf in, int end) {
    need(in, Integer.BYTES, end);
    long length = in.readUnsignedInt();
    need(in, length, end);
    return (int) length;
  }

  private void need(ByteBuf in, long length, int end) {
    int left = end - in.readerIndex();
    if (length > left) {
      throw fault("a table in which %d bytes are to follow and %d do".formatted(length, left));
    }
  }

  private ProtocolFault fault(String message) {
    return ProtocolFault.syntaxError(method, message);
  }
}

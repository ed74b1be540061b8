package io.weir.amqp091.codec;

import java.util.List;

/**
 * What a field of a table, or an element of an array, can be (4.2.5.5): the types that RabbitMQ
 * reads and writes, under the letters that it uses, which are not all those of the specification.
 * Immutable. Each keeps its type, so that what was read is written the same, but for two that
 * RabbitMQ does not tell apart either: {@code L} is read as {@code l}, and a boolean that is
 * neither 0 nor 1 as 1.
 */
public sealed interface Value
    permits Value.Bool,
        Value.Whole,
        Value.Float32,
        Value.Float64,
        Value.Decimal,
        Value.Text,
        Value.Binary,
        Value.Timestamp,
        Value.Array,
        Value.Void,
        Table {

  /** A whole number, of whatever width; RabbitMQ takes any of them where it asks for a number. */
  sealed interface Whole extends Value permits Int8, Uint8, Int16, Uint16, Int32, Uint32, Int64 {
    long toLong();
  }

  /** Letter {@code t}. */
  record Bool(boolean value) implements Value {}

  /** Letter {@code b}. */
  record Int8(byte value) implements Whole {
    @Override
    public long toLong() {
      return value;
    }
  }

  /** Letter {@code B}; 0 to 255. */
  record Uint8(int value) implements Whole {
    public Uint8 {
      checkBits(value, Byte.SIZE);
    }

    @Override
    public long toLong() {
      return value;
    }
  }

  /** Letter {@code s}. */
  record Int16(short value) implements Whole {
    @Override
    public long toLong() {
      return value;
    }
  }

  /** Letter {@code u}; 0 to 65535. */
  record Uint16(int value) implements Whole {
    public Uint16 {
      checkBits(value, Short.SIZE);
    }

    @Override
    public long toLong() {
      return value;
    }
  }

  /** Letter {@code I}. */
  record Int32(int value) implements Whole {
    @Override
    public long toLong() {
      return value;
    }
  }

  /** Letter {@code i}; 0 to 4294967295. */
  record Uint32(long value) implements Whole {
    public Uint32 {
      checkBits(value, Integer.SIZE);
    }

    @Override
    public long toLong() {
      return value;
    }
  }

  /** Letter {@code l}, and {@code L} where it is read. */
  record Int64(long value) implements Whole {
    @Override
    public long toLong() {
      return value;
    }
  }

  /** Letter {@code f}. */
  record Float32(float value) implements Value {}

  /** Letter {@code d}. */
  record Float64(double value) implements Value {}

  /**
   * Letter {@code D}: the unscaled number divided by ten to the power of the scale.
   *
   * @param scale 0 to 255
   * @param unscaled 0 to 4294967295 in the specification and in RabbitMQ; its Java client means the
   *     signed number of the same 32 bits
   */
  record Decimal(int scale, long unscaled) implements Value {
    public Decimal {
      checkBits(scale, Byte.SIZE);
      checkBits(unscaled, Integer.SIZE);
    }
  }

  /** Letter {@code S}: a long string, which mostly is text. */
  record Text(ByteString value) implements Value {
    public static Text of(String text) {
      return new Text(ByteString.of(text));
    }
  }

  /** Letter {@code x}: bytes that are no text. */
  record Binary(ByteString value) implements Value {}

  /**
   * Letter {@code T}.
   *
   * @param seconds since 1970, of 64 bits without sign
   */
  record Timestamp(long seconds) implements Value {}

  /** Letter {@code A}. */
  record Array(List<Value> values) implements Value {
    public Array {
      values = List.copyOf(values);
    }

    public static Array of(Value... values) {
      return new Array(List.of(values));
    }
  }

  /** Letter {@code V}: a field without a value. */
  record Void() implements Value {}

  private static void checkBits(long value, int bits) {
    if (value >>> bits != 0) {
      throw new IllegalArgumentException(value + " is no number of " + bits + " bits without sign");
    }
  }
}

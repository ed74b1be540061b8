package io.weir.core.route;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The value of a header, a property or an argument, with as much of its type as messaging needs:
 * the widths of numbers are a protocol's own affair. Immutable; equal where type and value are.
 */
public sealed interface Value {
  /** No value, which as a condition asks for no more than that there is one. */
  record Nothing() implements Value {}

  /** True or false. */
  record Flag(boolean value) implements Value {}

  /** A whole number. */
  record Whole(long value) implements Value {}

  /** A floating-point number. */
  record Real(double value) implements Value {}

  /** A decimal number; 1.0 and 1.00 differ. */
  record Decimal(BigDecimal value) implements Value {}

  /** A text. */
  record Text(String value) implements Value {}

  /** A moment. */
  record Time(Instant value) implements Value {}

  /** Values in their order. */
  record Items(List<Value> values) implements Value {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** Values by their names, in the order of these. */
  record Table(Map<String, Value> values) implements Value {
    public Table {
      values = sorted(values);
    }
  }

  /** Bytes that are no text. */
  final class Bytes implements Value {
    private final byte[] bytes;

    public Bytes(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    /** The bytes; the caller's own. */
    public byte[] value() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Bytes[" + HexFormat.of().formatHex(bytes) + "]";
    }
  }

  /** Shorthand for no value. */
  static Value nothing() {
    return new Nothing();
  }

  /** Shorthand for a text. */
  static Value of(String text) {
    return new Text(text);
  }

  /** Shorthand for a whole number. */
  static Value of(long number) {
    return new Whole(number);
  }

  /**
   * Whether this, as a condition, holds of a value: no value holds of any, whole and floating-point
   * numbers are compared as numbers, texts and bytes by their bytes, all else by type and value.
   */
  default boolean matches(Value present) {
    return switch (this) {
      case Nothing any -> true;
      case Whole(long wanted) when present instanceof Real(double real) -> same(wanted, real);
      case Real(double wanted) when present instanceof Whole(long whole) -> same(whole, wanted);
      case Real(double wanted) when present instanceof Real(double real) -> wanted == real;
      case Text(String wanted) when present instanceof Bytes bytes ->
          Arrays.equals(wanted.getBytes(StandardCharsets.UTF_8), bytes.bytes);
      case Bytes wanted when present instanceof Text text -> text.matches(wanted);
      default -> equals(present);
    };
  }

  /** As numbers, exactly: no long becomes a double that it is not. */
  private static boolean same(long whole, double real) {
    return real >= -0x1p63 && real < 0x1p63 && (long) real == whole && (double) (long) real == real;
  }

  /** A copy in the order of its names, so that equal ones read the same. */
  static Map<String, Value> sorted(Map<String, Value> values) {
    return values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(values));
  }
}

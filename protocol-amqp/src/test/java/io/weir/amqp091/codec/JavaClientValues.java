package io.weir.amqp091.codec;

import com.rabbitmq.client.impl.LongStringHelper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Our values as RabbitMQ's Java client holds and writes them. */
final class JavaClientValues {
  private JavaClientValues() {}

  /**
   * An argument or property, as it is held.
   *
   * @param type on the wire
   */
  static Object held(String type, Object ours) {
    return switch (ours) {
      case null -> null;
      case Long number when type.equals("long") -> number.intValue();
      case Long seconds when type.equals("timestamp") -> new Date(seconds * 1000);
      case ShortString string -> string.toString();
      case ByteString bytes -> LongStringHelper.asLongString(bytes.toBytes());
      case Value value -> held(value);
      default -> ours;
    };
  }

  private static Object held(Value ours) {
    return switch (ours) {
      case Value.Bool(boolean value) -> value;
      case Value.Int8(byte value) -> value;
      case Value.Uint8(int value) -> value;
      case Value.Int16(short value) -> value;
      case Value.Uint16(int value) -> value;
      case Value.Int32(int value) -> value;
      case Value.Uint32(long value) -> value;
      case Value.Int64(long value) -> value;
      case Value.Float32(float value) -> value;
      case Value.Float64(double value) -> value;
      case Value.Decimal(int scale, long unscaled) ->
          new BigDecimal(BigInteger.valueOf((int) unscaled), scale);
      case Value.Text(ByteString text) -> LongStringHelper.asLongString(text.toBytes());
      case Value.Binary(ByteString bytes) -> bytes;
      case Value.Timestamp(long seconds) -> new Date(seconds * 1000);
      case Value.Void() -> null;
      case Value.Array(List<Value> values) -> {
        List<Object> held = new ArrayList<>();
        values.forEach(value -> held.add(held(value)));
        yield held;
      }
      case Table table -> {
        Map<String, Object> held = new HashMap<>();
        table.fields().forEach(field -> held.put(field.name().toString(), held(field.value())));
        yield held;
      }
    };
  }

  /** What the client holds, so that it can be compared: its byte arrays cannot. */
  static Object comparable(Object theirs) {
    return switch (theirs) {
      case byte[] bytes -> new ByteString(bytes);
      case List<?> list -> {
        List<Object> comparable = new ArrayList<>();
        list.forEach(value -> comparable.add(comparable(value)));
        yield comparable;
      }
      case Map<?, ?> map -> {
        Map<Object, Object> comparable = new HashMap<>();
        map.forEach((name, value) -> comparable.put(name, comparable(value)));
        yield comparable;
      }
      case null, default -> theirs;
    };
  }

  /**
   * As the client would write it: it has no types without sign, and no order of fields, which are
   * sorted here.
   */
  static Method written(Method ours) {
    List<Object> arguments = new ArrayList<>();
    for (Object argument : Records.arguments((Record) ours)) {
      arguments.add(argument instanceof Table table ? written(table) : argument);
    }
    return Records.make(ours.getClass(), arguments);
  }

  static BasicProperties written(BasicProperties ours) {
    Table headers = ours.headers();
    return headers == null ? ours : ours.toBuilder().headers(written(headers)).build();
  }

  private static Table written(Table ours) {
    return new Table(
        ours.fields().stream()
            .map(field -> new Table.Field(field.name(), written(field.value())))
            .sorted(Comparator.comparing(field -> field.name().toString()))
            .toList());
  }

  private static Value written(Value ours) {
    return switch (ours) {
      case Value.Uint8(int value) -> new Value.Int32(value);
      case Value.Uint16(int value) -> new Value.Int32(value);
      case Value.Uint32(long value) -> new Value.Int64(value);
      case Value.Array(List<Value> values) ->
          new Value.Array(values.stream().map(JavaClientValues::written).toList());
      case Table table -> written(table);
      default -> ours;
    };
  }
}

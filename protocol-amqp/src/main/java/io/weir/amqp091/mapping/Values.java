package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of tables as the router and declarations see them. */
final class Values {
  private Values() {}

  /** A value without what is the wire's own: the widths of numbers, the sort of a string. */
  static io.weir.core.route.Value toModel(Value value) {
    return switch (value) {
      case Value.Bool(boolean flag) -> new io.weir.core.route.Value.Flag(flag);
      case Value.Whole whole -> io.weir.core.route.Value.of(whole.toLong());
      case Value.Float32(float real) -> new io.weir.core.route.Value.Real(real);
      case Value.Float64(double real) -> new io.weir.core.route.Value.Real(real);
      case Value.Decimal(int scale, long unscaled) ->
          new io.weir.core.route.Value.Decimal(BigDecimal.valueOf(unscaled, scale));
      case Value.Text(ByteString text) -> text(text);
      case Value.Binary(ByteString bytes) -> new io.weir.core.route.Value.Bytes(bytes.toBytes());
      case Value.Timestamp(long seconds) -> time(seconds);
      case Value.Array(List<Value> values) -> {
        List<io.weir.core.route.Value> items = new ArrayList<>(values.size());
        values.forEach(item -> items.add(toModel(item)));
        yield new io.weir.core.route.Value.Items(items);
      }
      case Value.Void nothing -> io.weir.core.route.Value.nothing();
      case Table table -> new io.weir.core.route.Value.Table(toModel(table));
    };
  }

  /** Fields by their names; of those that come twice the first. */
  static Map<String, io.weir.core.route.Value> toModel(Table table) {
    if (table.fields().isEmpty()) {
      return Map.of();
    }
    Map<String, io.weir.core.route.Value> values = new LinkedHashMap<>();
    for (Table.Field field : table.fields()) {
      values.putIfAbsent(field.name().toString(), toModel(field.value()));
    }
    return values;
  }

  private static io.weir.core.route.Value text(ByteString text) {
    return text.isUtf8()
        ? io.weir.core.route.Value.of(text.toString())
        : new io.weir.core.route.Value.Bytes(text.toBytes());
  }

  private static io.weir.core.route.Value time(long seconds) {
    try {
      return new io.weir.core.route.Value.Time(Instant.ofEpochSecond(seconds));
    } catch (DateTimeException e) {
      return io.weir.core.route.Value.of(seconds); // Further away than time goes.
    }
  }
}

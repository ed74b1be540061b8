package io.weir.amqp091.mapping;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Typed values as other protocols read them: text, as bytes of UTF-8. Numbers are decimal, times
 * milliseconds since 1970, tables and arrays JSON; bytes are themselves, and in JSON Base64.
 */
final class HeaderTexts {
  private static final long MILLIS = 1_000;

  private HeaderTexts() {}

  /** The bytes of a value's text; null for no value. */
  static byte @Nullable [] of(Value value) {
    return switch (value) {
      case Value.Void nothing -> null;
      case Value.Text(ByteString text) -> text.toBytes();
      case Value.Binary(ByteString bytes) -> bytes.toBytes();
      default -> text(value).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static String text(Value value) {
    return switch (plain(value)) {
      case null -> "";
      case JsonObject object -> object.encode();
      case JsonArray array -> array.encode();
      case BigDecimal decimal -> decimal.toPlainString();
      case Object other -> other.toString();
    };
  }

  /** As JSON has it. */
  private static @Nullable Object plain(Value value) {
    return switch (value) {
      case Value.Bool(boolean flag) -> flag;
      case Value.Whole whole -> whole.toLong();
      case Value.Float32(float real) -> Float.isFinite(real) ? (Object) real : Float.toString(real);
      case Value.Float64(double real) ->
          Double.isFinite(real) ? (Object) real : Double.toString(real);
      case Value.Decimal(int scale, long unscaled) -> BigDecimal.valueOf(unscaled, scale);
      case Value.Text(ByteString text) -> text.toString();
      case Value.Binary(ByteString bytes) -> Base64.getEncoder().encodeToString(bytes.toBytes());
      case Value.Timestamp(long seconds) ->
          seconds < 0 || seconds > Long.MAX_VALUE / MILLIS
              ? Long.toUnsignedString(seconds) + "s"
              : (Object) (seconds * MILLIS);
      case Value.Array(List<Value> values) -> {
        JsonArray array = new JsonArray();
        values.forEach(item -> array.add(plain(item)));
        yield array;
      }
      case Value.Void nothing -> null;
      case Table table -> {
        JsonObject object = new JsonObject();
        for (Table.Field field : table.fields()) {
          String name = field.name().toString();
          if (!object.containsKey(name)) {
            object.put(name, plain(field.value()));
          }
        }
        yield object;
      }
    };
  }
}

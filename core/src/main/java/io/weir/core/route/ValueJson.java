package io.weir.core.route;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values in JSON. Texts, whole numbers, flags, lists and nothing are JSON's own; what JSON has none
 * of is an object with one member, named for the type. Equal values are the same text.
 */
public final class ValueJson {
  private ValueJson() {}

  static String text(Value value) {
    return Json.encode(write(value));
  }

  static @Nullable Object write(Value value) {
    return switch (value) {
      case Value.Nothing nothing -> null;
      case Value.Flag(boolean flag) -> flag;
      case Value.Whole(long whole) -> whole;
      case Value.Text(String text) -> text;
      case Value.Items(List<Value> items) -> {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(write(item)));
        yield array;
      }
      case Value.Real(double real) -> typed("real", Double.toString(real));
      case Value.Decimal(BigDecimal decimal) -> typed("decimal", decimal.toString());
      case Value.Time(Instant time) -> typed("time", time.toString());
      case Value.Bytes bytes -> typed("bytes", Base64.getEncoder().encodeToString(bytes.value()));
      case Value.Table(Map<String, Value> table) -> typed("table", write(table));
    };
  }

  /** Values by their names. */
  public static JsonObject write(Map<String, Value> values) {
    JsonObject json = new JsonObject();
    values.forEach((name, value) -> json.put(name, write(value)));
    return json;
  }

  private static JsonObject typed(String type, Object value) {
    return new JsonObject().put(type, value);
  }

  /**
   * @throws RuntimeException if nothing is written like that
   */
  static Value read(@Nullable Object json) {
    return switch (json) {
      case null -> Value.nothing();
      case Boolean flag -> new Value.Flag(flag);
      case Integer whole -> new Value.Whole(whole);
      case Long whole -> new Value.Whole(whole);
      case String text -> new Value.Text(text);
      case JsonArray array -> {
        List<Value> items = new ArrayList<>();
        array.forEach(item -> items.add(read(item)));
        yield new Value.Items(items);
      }
      case JsonObject object -> typed(object);
      default -> throw new IllegalArgumentException("no value is written as " + json);
    };
  }

  public static Map<String, Value> readAll(JsonObject json) {
    Map<String, Value> values = new LinkedHashMap<>();
    json.fieldNames().forEach(name -> values.put(name, read(json.getValue(name))));
    return values;
  }

  private static Value typed(JsonObject object) {
    String type = object.size() == 1 ? object.fieldNames().iterator().next() : "";
    return switch (type) {
      case "real" -> new Value.Real(Double.parseDouble(object.getString(type)));
      case "decimal" -> new Value.Decimal(new BigDecimal(object.getString(type)));
      case "time" -> new Value.Time(Instant.parse(object.getString(type)));
      case "bytes" -> new Value.Bytes(Base64.getDecoder().decode(object.getString(type)));
      case "table" -> new Value.Table(readAll(object.getJsonObject(type)));
      default -> throw new IllegalArgumentException("no value is written as " + object);
    };
  }
}

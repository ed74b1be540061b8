package io.weir.amqp091.definitions;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pieces of the export. */
final class Items {
  /** The virtual host that is always there; an export of one virtual host names none. */
  static final String FIRST = "/";

  private Items() {}

  /** A list of things. */
  static List<JsonObject> of(JsonObject json, String name) {
    JsonArray array = json.getJsonArray(name, new JsonArray());
    List<JsonObject> items = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      items.add(array.getJsonObject(i));
    }
    return items;
  }

  static String vhost(JsonObject item) {
    return item.getString("vhost", FIRST);
  }

  /** What a space is called that stands for a virtual host. */
  static String space(String vhost) {
    return vhost.equals(FIRST) ? "" : vhost;
  }

  /** Arguments as a client would give them; an empty table is sometimes an empty list. */
  static Table table(@Nullable Object json) {
    Table.Builder table = Table.builder();
    if (json instanceof JsonObject object) {
      object.forEach(field -> table.put(field.getKey(), value(field.getValue())));
    }
    return table.build();
  }

  private static Value value(@Nullable Object json) {
    return switch (json) {
      case null -> new Value.Void();
      case Boolean flag -> new Value.Bool(flag);
      case Integer whole -> new Value.Int64(whole);
      case Long whole -> new Value.Int64(whole);
      case Number real -> new Value.Float64(real.doubleValue());
      case JsonArray array -> {
        List<Value> values = new ArrayList<>();
        array.forEach(each -> values.add(value(each)));
        yield new Value.Array(values);
      }
      case JsonObject object -> table(object);
      default -> new Value.Text(ByteString.of(json.toString()));
    };
  }
}

package io.weir.core.route;

import io.vertx.core.json.JsonObject;
import io.weir.core.route.Envelope.MessageProperty;
import io.weir.core.route.ExchangeType.HashOn;
import java.util.Locale;

/**
 * Exchanges and bindings as entries. A key says all that tells an entity from others, in parts
 * between slashes, which are escaped within a part; the value says everything.
 */
final class EntityJson {
  private static final int VERSION = 1;

  private EntityJson() {}

  /** Of an entity that is there. */
  static TopologyEntry written(Entity entity) {
    return new TopologyEntry(
        key(entity),
        switch (entity) {
          case Exchange exchange -> write(exchange);
          case Binding binding -> write(binding);
        });
  }

  /** Of an entity that is there no more. */
  static TopologyEntry forgotten(Entity entity) {
    return new TopologyEntry(key(entity), null);
  }

  private static String key(Entity entity) {
    return switch (entity) {
      case Exchange exchange -> "exchange/" + escaped(exchange.name());
      case Binding binding ->
          String.join(
              "/",
              "binding",
              escaped(binding.exchange()),
              kind(binding.destination()),
              escaped(binding.destination().name()),
              escaped(binding.key()),
              binding.match() == null ? "" : lower(binding.match()),
              binding.arguments().isEmpty()
                  ? ""
                  : escaped(ValueJson.write(binding.arguments()).encode()));
    };
  }

  private static String escaped(String part) {
    return part.replace("%", "%25").replace("/", "%2F");
  }

  private static JsonObject write(Exchange exchange) {
    JsonObject json =
        new JsonObject()
            .put("version", VERSION)
            .put("entity", "exchange")
            .put("name", exchange.name())
            .put("type", write(exchange.type()))
            .put("durable", exchange.durable())
            .put("autoDelete", exchange.autoDelete())
            .put("internal", exchange.internal());
    if (exchange.alternate() != null) {
      json.put("alternate", exchange.alternate());
    }
    return json.put("arguments", ValueJson.write(exchange.arguments()));
  }

  private static JsonObject write(ExchangeType type) {
    JsonObject json = new JsonObject();
    return switch (type) {
      case ExchangeType.Direct direct -> json.put("is", "direct");
      case ExchangeType.Fanout fanout -> json.put("is", "fanout");
      case ExchangeType.Topic(boolean tree) -> json.put("is", "topic").put("addressTree", tree);
      case ExchangeType.Headers headers -> json.put("is", "headers");
      case ExchangeType.ConsistentHash(HashOn.Key()) -> json.put("is", "consistentHash");
      case ExchangeType.ConsistentHash(HashOn.Header(String header)) ->
          json.put("is", "consistentHash").put("header", header);
      case ExchangeType.ConsistentHash(HashOn.Property(MessageProperty property)) ->
          json.put("is", "consistentHash").put("property", lower(property));
      case ExchangeType.ModulusHash hash -> json.put("is", "modulusHash");
      case ExchangeType.Random random -> json.put("is", "random");
      case ExchangeType.Delayed(ExchangeType underlying) ->
          json.put("is", "delayed").put("underlying", write(underlying));
    };
  }

  private static JsonObject write(Binding binding) {
    JsonObject json =
        new JsonObject()
            .put("version", VERSION)
            .put("entity", "binding")
            .put("exchange", binding.exchange())
            .put(kind(binding.destination()), binding.destination().name())
            .put("key", binding.key());
    if (binding.match() != null) {
      json.put("match", lower(binding.match()));
    }
    return json.put("arguments", ValueJson.write(binding.arguments()));
  }

  private static String kind(Destination destination) {
    return switch (destination) {
      case Destination.ToQueue queue -> "toQueue";
      case Destination.ToExchange exchange -> "toExchange";
    };
  }

  /**
   * @throws RuntimeException if it is not written like an entity
   */
  static Entity read(JsonObject json) {
    if (!Integer.valueOf(VERSION).equals(json.getInteger("version"))) {
      throw new IllegalArgumentException("not of version " + VERSION);
    }
    return switch (text(json, "entity")) {
      case "exchange" -> readExchange(json);
      case "binding" -> readBinding(json);
      default -> throw new IllegalArgumentException("neither an exchange nor a binding");
    };
  }

  private static Exchange readExchange(JsonObject json) {
    return new Exchange(
        name(json, "name"),
        readType(json.getJsonObject("type")),
        flag(json, "durable"),
        flag(json, "autoDelete"),
        flag(json, "internal"),
        json.getString("alternate"),
        ValueJson.readAll(json.getJsonObject("arguments")));
  }

  private static ExchangeType readType(JsonObject json) {
    return switch (text(json, "is")) {
      case "direct" -> new ExchangeType.Direct();
      case "fanout" -> new ExchangeType.Fanout();
      case "topic" -> new ExchangeType.Topic(flag(json, "addressTree"));
      case "headers" -> new ExchangeType.Headers();
      case "consistentHash" -> new ExchangeType.ConsistentHash(readHashOn(json));
      case "modulusHash" -> new ExchangeType.ModulusHash();
      case "random" -> new ExchangeType.Random();
      case "delayed" -> new ExchangeType.Delayed(readType(json.getJsonObject("underlying")));
      default -> throw new IllegalArgumentException("no type of exchange");
    };
  }

  private static HashOn readHashOn(JsonObject json) {
    if (json.containsKey("header")) {
      return new HashOn.Header(text(json, "header"));
    }
    return json.containsKey("property")
        ? new HashOn.Property(named(MessageProperty.class, text(json, "property")))
        : new HashOn.Key();
  }

  private static Binding readBinding(JsonObject json) {
    String match = json.getString("match");
    return new Binding(
        name(json, "exchange"),
        json.containsKey("toExchange")
            ? Destination.exchange(name(json, "toExchange"))
            : Destination.queue(text(json, "toQueue")),
        text(json, "key"),
        match == null ? null : named(HeaderMatch.class, match),
        ValueJson.readAll(json.getJsonObject("arguments")));
  }

  /** No entity has an empty name: the default exchange is never written. */
  private static String name(JsonObject json, String member) {
    String name = text(json, member);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("nothing in " + member);
    }
    return name;
  }

  private static String text(JsonObject json, String member) {
    String text = json.getString(member);
    if (text == null) {
      throw new IllegalArgumentException("without " + member);
    }
    return text;
  }

  private static boolean flag(JsonObject json, String member) {
    Boolean flag = json.getBoolean(member);
    if (flag == null) {
      throw new IllegalArgumentException("without " + member);
    }
    return flag;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E named(Class<E> type, String name) {
    return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
  }
}

package io.weir.core.queue;

import io.vertx.core.json.JsonObject;
import io.weir.core.address.TopicName;
import io.weir.core.queue.QueueOptions.DeadLetterRoute;
import io.weir.core.queue.QueueOptions.Kind;
import io.weir.core.queue.QueueOptions.Overflow;
import io.weir.core.route.ValueJson;
import io.weir.core.subscription.SubscriptionOptions.Retry;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable queue as it is written down.
 *
 * @param id unique among all queues there ever were; its subscription's name
 * @param topic that has its messages
 * @param ownsTopic whether that is its own, and goes with it
 * @param isGoing whether it is being deleted, which is to be gone on with after a crash
 */
record QueueEntry(
    String name,
    String id,
    QueueOptions options,
    TopicName topic,
    boolean ownsTopic,
    boolean isGoing) {
  private static final Logger LOG = LoggerFactory.getLogger(QueueEntry.class);
  private static final int VERSION = 1;

  QueueEntry going() {
    return new QueueEntry(name, id, options, topic, ownsTopic, true);
  }

  JsonObject write() {
    JsonObject json =
        new JsonObject()
            .put("version", VERSION)
            .put("name", name)
            .put("id", id)
            .put("topic", topic.text())
            .put("ownsTopic", ownsTopic)
            .put("options", write(options));
    return isGoing ? json.put("going", true) : json;
  }

  private static JsonObject write(QueueOptions of) {
    JsonObject json =
        new JsonObject()
            .put("autoDelete", of.autoDelete())
            .put("kind", lower(of.kind()))
            .put("variant", of.variant())
            .put("overflow", lower(of.overflow()))
            .put("maxPriority", of.maxPriority())
            .put("singleActive", of.singleActive())
            .put("retryOf", lower(of.retry().of()))
            .put("retryLeast", of.retry().leastMillis())
            .put("retryGreatest", of.retry().greatestMillis())
            .put("settings", ValueJson.write(of.settings()))
            .put("arguments", ValueJson.write(of.arguments()));
    putLimit(json, "messageExpiry", of.messageExpiryMillis());
    putLimit(json, "idleExpiry", of.idleExpiryMillis());
    putLimit(json, "maxMessages", of.maxMessages());
    putLimit(json, "maxBytes", of.maxBytes());
    putLimit(json, "deliveryLimit", of.deliveryLimit());
    putLimit(json, "maxAge", of.maxAgeMillis());
    DeadLetterRoute letters = of.deadLetter();
    if (letters != null) {
      json.put("deadLetterExchange", letters.exchange());
      putText(json, "deadLetterKey", letters.key());
    }
    TopicName view = of.topic();
    putText(json, "view", view == null ? null : view.text());
    QueueOptions declared = of.declared();
    if (declared != null) {
      json.put("declared", write(declared));
    }
    return json;
  }

  private static void putLimit(JsonObject json, String name, long limit) {
    if (limit != QueueOptions.UNLIMITED) {
      json.put(name, limit);
    }
  }

  private static void putText(JsonObject json, String name, @Nullable String text) {
    if (text != null) {
      json.put(name, text);
    }
  }

  /** Reads one; empty, and said, where this release cannot. */
  static Optional<QueueEntry> read(String key, JsonObject json) {
    try {
      if (json.getInteger("version") != VERSION) {
        throw new IllegalArgumentException("not of version " + VERSION);
      }
      return Optional.of(
          new QueueEntry(
              text(json, "name"),
              text(json, "id"),
              options(json.getJsonObject("options")),
              new TopicName(text(json, "topic")),
              json.getBoolean("ownsTopic"),
              json.getBoolean("going", false)));
    } catch (RuntimeException unreadable) { // JSON of another shape ends in exceptions of any kind
      LOG.error("The queue of the entry {} cannot be read, and is not there", key, unreadable);
      return Optional.empty();
    }
  }

  private static QueueOptions options(JsonObject json) {
    String exchange = json.getString("deadLetterExchange");
    String view = json.getString("view");
    JsonObject declared = json.getJsonObject("declared");
    return QueueOptions.DEFAULT
        .change()
        .autoDelete(json.getBoolean("autoDelete"))
        .kind(Kind.valueOf(text(json, "kind").toUpperCase(Locale.ROOT)))
        .variant(text(json, "variant"))
        .overflow(Overflow.valueOf(text(json, "overflow").toUpperCase(Locale.ROOT)))
        .maxPriority(json.getInteger("maxPriority"))
        .singleActive(json.getBoolean("singleActive"))
        .retry(
            new Retry(
                Retry.Returns.valueOf(text(json, "retryOf").toUpperCase(Locale.ROOT)),
                json.getLong("retryLeast"),
                json.getLong("retryGreatest")))
        .settings(ValueJson.readAll(json.getJsonObject("settings")))
        .arguments(ValueJson.readAll(json.getJsonObject("arguments")))
        .messageExpiryMillis(limit(json, "messageExpiry"))
        .idleExpiryMillis(limit(json, "idleExpiry"))
        .maxMessages(limit(json, "maxMessages"))
        .maxBytes(limit(json, "maxBytes"))
        .deliveryLimit((int) limit(json, "deliveryLimit"))
        .maxAgeMillis(limit(json, "maxAge"))
        .deadLetter(
            exchange == null
                ? null
                : new DeadLetterRoute(exchange, json.getString("deadLetterKey")))
        .topic(view == null ? null : new TopicName(view))
        .declared(declared == null ? null : options(declared))
        .build();
  }

  private static long limit(JsonObject json, String name) {
    return json.getLong(name, (long) QueueOptions.UNLIMITED);
  }

  private static String text(JsonObject json, String name) {
    String text = json.getString(name);
    if (text == null) {
      throw new IllegalArgumentException("without " + name);
    }
    return text;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

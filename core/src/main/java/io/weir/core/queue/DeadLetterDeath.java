package io.weir.core.queue;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.core.publish.PropertyNames;
import io.weir.core.subscription.Reason;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That a queue gave a message up. A message carries its deaths in headers, the latest first, as
 * JSON text. Anybody can write such headers: they are data.
 *
 * @param times how often this queue gave it up for this reason, from 1
 * @param firstAt milliseconds since 1970
 * @param lastAt milliseconds since 1970
 * @param exchange that it had been sent to, the first of these times
 * @param keys that it had been sent with
 * @param expiresAt when its own time was over, in milliseconds since 1970; -1 if it had none
 */
public record DeadLetterDeath(
    String queue,
    Reason reason,
    int times,
    long firstAt,
    long lastAt,
    String exchange,
    List<String> keys,
    long expiresAt) {
  /** What the header of a death is called. */
  public static final String HEADER = PropertyNames.RESERVED_PREFIX + "dead-letter";

  /** More a message does not carry; what is longest ago is forgotten first. */
  static final int MOST = 32;

  public DeadLetterDeath {
    keys = List.copyOf(keys);
  }

  /** The deaths among headers, the latest first; what is none is left out. */
  public static List<DeadLetterDeath> in(List<Header> headers) {
    List<DeadLetterDeath> deaths = List.of();
    for (Header header : headers) {
      if (header.name().equals(HEADER) && deaths.size() < MOST) {
        deaths = deaths.isEmpty() ? new ArrayList<>() : deaths; // nearly always there is none
        parse(header.text()).ifPresent(deaths::add);
      }
    }
    return deaths;
  }

  private static Optional<DeadLetterDeath> parse(@Nullable String text) {
    try {
      JsonObject json = new JsonObject(text == null ? "" : text);
      List<String> keys = new ArrayList<>();
      json.getJsonArray("keys").forEach(key -> keys.add(String.valueOf(key)));
      return Optional.of(
          new DeadLetterDeath(
              json.getString("queue", ""),
              Reason.valueOf(json.getString("reason", "").toUpperCase(Locale.ROOT)),
              json.getInteger("times"),
              json.getLong("first"),
              json.getLong("last"),
              json.getString("exchange", ""),
              keys,
              json.getLong("expires", -1L)));
    } catch (DecodeException
        | IllegalArgumentException
        | ClassCastException
        | NullPointerException notOne) { // somebody else wrote it
      return Optional.empty();
    }
  }

  /** A history with one more death, which adds to one of the same queue and reason. */
  static List<DeadLetterDeath> after(List<DeadLetterDeath> history, DeadLetterDeath latest) {
    List<DeadLetterDeath> deaths = new ArrayList<>(history);
    DeadLetterDeath death = latest;
    for (DeadLetterDeath earlier : history) {
      if (earlier.reason == latest.reason && earlier.queue.equals(latest.queue)) {
        deaths.remove(earlier);
        death = earlier.again(latest.lastAt);
      }
    }
    deaths.addFirst(death);
    return List.copyOf(deaths.subList(0, Math.min(deaths.size(), MOST)));
  }

  private DeadLetterDeath again(long now) {
    int more = times == Integer.MAX_VALUE ? times : times + 1;
    return new DeadLetterDeath(queue, reason, more, firstAt, now, exchange, keys, expiresAt);
  }

  /**
   * Whether a message that comes back to a queue would do so for ever: it was there before, and
   * since then nobody rejected it, so that nobody looked at it.
   */
  static boolean isCycle(List<DeadLetterDeath> history, String queue) {
    for (DeadLetterDeath death : history) {
      if (death.reason == Reason.REJECTED) {
        return false;
      }
      if (death.queue.equals(queue)) {
        return true;
      }
    }
    return false;
  }

  Header header() {
    JsonObject json =
        new JsonObject()
            .put("queue", queue)
            .put("reason", reason.name().toLowerCase(Locale.ROOT))
            .put("times", times)
            .put("first", firstAt)
            .put("last", lastAt)
            .put("exchange", exchange)
            .put("keys", new JsonArray(keys));
    if (expiresAt >= 0) {
      json.put("expires", expiresAt);
    }
    return Header.of(HEADER, json.encode());
  }
}

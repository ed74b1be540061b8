package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import io.weir.core.queue.DeadLetterDeath;
import io.weir.core.subscription.Reason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers by which RabbitMQ's clients read the history of a dead letter. */
final class DeathHeaders {
  private static final long MILLIS = 1_000;

  private DeathHeaders() {}

  /**
   * Adds them.
   *
   * @param deaths the latest first, at least one
   * @param expiration that the message had before, which is shown with its first death
   */
  static void add(
      Map<ShortString, Value> headers,
      List<DeadLetterDeath> deaths,
      @Nullable ShortString expiration) {
    DeadLetterDeath first = deaths.getFirst();
    for (DeadLetterDeath death : deaths) {
      first = death.firstAt() <= first.firstAt() ? death : first;
    }
    addOne(headers, "x-first-death-", first);
    addOne(headers, "x-last-death-", deaths.getFirst());
    DeadLetterDeath oldest = first;
    headers.put(
        ShortString.of("x-death"),
        new Value.Array(
            deaths.stream()
                .map(death -> (Value) table(death, death == oldest ? expiration : null))
                .toList()));
  }

  private static void addOne(
      Map<ShortString, Value> headers, String prefix, DeadLetterDeath death) {
    headers.put(ShortString.of(prefix + "exchange"), Value.Text.of(death.exchange()));
    headers.put(ShortString.of(prefix + "queue"), Value.Text.of(death.queue()));
    headers.put(ShortString.of(prefix + "reason"), Value.Text.of(reason(death.reason())));
  }

  private static Table table(DeadLetterDeath death, @Nullable ShortString expiration) {
    Table.Builder table =
        Table.builder()
            .put("count", new Value.Int64(death.times()))
            .put("reason", reason(death.reason()))
            .put("queue", death.queue())
            .put("time", new Value.Timestamp(death.firstAt() / MILLIS))
            .put("exchange", death.exchange())
            .put(
                "routing-keys",
                new Value.Array(
                    death.keys().stream().map(key -> (Value) Value.Text.of(key)).toList()));
    if (expiration != null) {
      table.put("original-expiration", new Value.Text(expiration));
    }
    return table.build();
  }

  private static String reason(Reason reason) {
    return switch (reason) {
      case REJECTED -> "rejected";
      case DELIVERY_LIMIT -> "delivery_limit";
      case EXPIRED -> "expired";
      case MAX_LENGTH -> "maxlen";
    };
  }
}

package io.weir.core.queue;

import io.weir.core.subscription.Reason;
import java.util.List;

/**
 * That a queue gave a message up.
 *
 * @param times how often this queue gave it up for this reason, from 1
 * @param firstAt milliseconds since 1970
 * @param lastAt milliseconds since 1970
 * @param exchange that it had been sent to, the first of these times
 * @param keys that it had been sent with
 */
public record DeadLetterDeath(
    String queue,
    Reason reason,
    int times,
    long firstAt,
    long lastAt,
    String exchange,
    List<String> keys) {
  public DeadLetterDeath {
    keys = List.copyOf(keys);
  }
}

package io.weir.core.queue;

import io.weir.record.Header;
import io.weir.record.LogRecord;
import java.util.List;

/**
 * A message in a consumer's hands.
 *
 * @param number names the delivery among all of its queue while that is open; grows. To be settled
 *     by it
 * @param exchange that it was sent to; empty for the default one, and for what came into the
 *     queue's topic in another way
 * @param key that it was sent with; the queue's name for what came in another way and has no key
 * @param message as it lies in the log, on the heap, nobody's to release
 * @param headers of the message, parsed, without those that {@code exchange} and {@code key} were
 *     read from
 * @param failures how many earlier deliveries of it have failed
 * @param deliveries how many earlier ones are known of; {@link
 *     io.weir.core.subscription.Delivery#deliveries}
 * @param redelivered whether it may have been delivered before
 */
public record Delivered(
    long number,
    String exchange,
    String key,
    LogRecord message,
    List<Header> headers,
    int failures,
    int deliveries,
    boolean redelivered) {}

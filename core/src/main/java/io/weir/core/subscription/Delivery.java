package io.weir.core.subscription;

import io.weir.record.LogRecord;

/**
 * A message in a consumer's hands.
 *
 * @param number names the delivery among all that its subscription makes while it is open; grows
 * @param message on the heap, nobody's to release
 * @param failures how many earlier deliveries of it have failed
 * @param deliveries how many earlier deliveries of it are known of: all that failed, and the others
 *     since its subscription was opened
 * @param redelivered whether it may have been delivered before
 */
public record Delivery(
    long number,
    int partition,
    LogRecord message,
    int failures,
    int deliveries,
    boolean redelivered) {}

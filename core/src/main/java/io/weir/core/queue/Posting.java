package io.weir.core.queue;

import io.weir.core.publish.Message;
import io.weir.core.route.Envelope;

/**
 * A message on its way to an exchange.
 *
 * @param exchange its name; empty for the default one
 * @param envelope what routing sees of it; its first key is what consumers are shown. Where it says
 *     that the message is delayed, a delayed exchange on its way holds it until {@code deliver-at},
 *     and what takes no way through one is delivered at once
 * @param message its body and headers, given away. Of its headers the queue reads {@code priority},
 *     {@code absolute-expiry-time} and {@code deliver-at} ({@link
 *     io.weir.core.publish.PropertyNames}); it adds reserved ones for the exchange and the key,
 *     which {@link Delivered} shows apart
 */
public record Posting(String exchange, Envelope envelope, Message message) {}

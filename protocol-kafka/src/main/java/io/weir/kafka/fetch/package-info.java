/**
 * Fetching: what a client asks of each partition, reading it within its bounds, waiting for more,
 * and the sessions (KIP-227) by which it need not repeat itself.
 */
@NullMarked
package io.weir.kafka.fetch;

import org.jspecify.annotations.NullMarked;

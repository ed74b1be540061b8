/**
 * What Weir's Kafka head can be asked: one class per API key, and {@link
 * io.weir.kafka.api.ApiTable} that lists them all. A handler takes a parsed request and returns a
 * {@link io.weir.kafka.api.Reply}; who sends it, and in which order, is the connection's business.
 */
@NullMarked
package io.weir.kafka.api;

import org.jspecify.annotations.NullMarked;

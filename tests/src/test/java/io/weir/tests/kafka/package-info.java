/**
 * Kafka clients, unmodified. What takes a {@link io.weir.tests.servers.Server} says word for word
 * the same of Weir and of an Apache Kafka broker.
 */
@NullMarked
package io.weir.tests.kafka;

import org.jspecify.annotations.NullMarked;

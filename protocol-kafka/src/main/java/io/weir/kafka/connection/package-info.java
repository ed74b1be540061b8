/**
 * One client's connection: {@link io.weir.kafka.connection.KafkaConnection} turns bytes into
 * requests, {@link io.weir.kafka.connection.Pipeline} runs them in Kafka's order and writes the
 * answers.
 */
@NullMarked
package io.weir.kafka.connection;

import org.jspecify.annotations.NullMarked;

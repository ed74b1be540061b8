/**
 * Clients of RabbitMQ as people use them, against each {@link io.weir.tests.servers.AmqpServer}:
 * one word for word what the others are told.
 */
@NullMarked
package io.weir.tests.rabbitmq;

import org.jspecify.annotations.NullMarked;

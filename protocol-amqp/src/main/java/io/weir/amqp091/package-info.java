/**
 * AMQP 0-9-1, as RabbitMQ speaks it: {@link io.weir.amqp091.AmqpProtocol} is where the gateway
 * finds it.
 */
@NullMarked
package io.weir.amqp091;

import org.jspecify.annotations.NullMarked;

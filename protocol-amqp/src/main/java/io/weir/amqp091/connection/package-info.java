/**
 * One client's connection: {@link io.weir.amqp091.connection.AmqpConnection} turns bytes into
 * methods, {@link io.weir.amqp091.connection.Handshake} leads it to an open virtual host, and
 * {@link io.weir.amqp091.connection.Channels} has what happens there.
 */
@NullMarked
package io.weir.amqp091.connection;

import org.jspecify.annotations.NullMarked;

/**
 * What RabbitMQ exports of itself ({@code definitions.json}) as a tenant has it: users, rules, and
 * spaces with exchanges, queues and bindings; and in sentences what has no like here.
 */
@NullMarked
package io.weir.amqp091.definitions;

import org.jspecify.annotations.NullMarked;

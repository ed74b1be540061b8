/**
 * What a client may ask of an open channel: a class for each method or small family of them, listed
 * in {@link io.weir.amqp091.command.Commands}; and what a channel knows between two of them, {@link
 * io.weir.amqp091.command.OpenChannel}.
 */
@NullMarked
package io.weir.amqp091.command;

import org.jspecify.annotations.NullMarked;

package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;

/**
 * A method with all of its content.
 *
 * @param body whoever has the content owns this
 */
public record Content(BasicMethod.WithContent method, BasicProperties properties, ByteBuf body) {}

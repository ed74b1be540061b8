/**
 * AMQP 0-9-1 as RabbitMQ speaks it: bytes in, frames, methods and contents out, and back, without a
 * socket. After the {@link io.weir.amqp091.codec.ProtocolHeader}, {@link
 * io.weir.amqp091.codec.FrameDecoder} cuts the stream into frames and tells them to a {@link
 * io.weir.amqp091.codec.FrameHandler}; a {@link io.weir.amqp091.codec.ContentAssembler} for each
 * channel joins a method and the content that follows it. {@link
 * io.weir.amqp091.codec.FrameEncoder} writes. {@link io.weir.amqp091.codec.MethodId} lists all
 * methods there are. What a peer must not send is a {@link io.weir.amqp091.codec.ProtocolFault}
 * with its {@link io.weir.amqp091.codec.ReplyCode}, and nothing else is ever thrown for it.
 */
@NullMarked
package io.weir.amqp091.codec;

import org.jspecify.annotations.NullMarked;

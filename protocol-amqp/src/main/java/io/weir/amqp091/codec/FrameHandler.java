package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;

/**
 * Whom a {@link FrameDecoder} tells what it finds, in the order in which it came. May change the
 * decoder's bound, and close it, while it is told.
 */
public interface FrameHandler {
  /** A method came, from either side's list of methods; content may follow. */
  void method(int channel, Method method);

  /**
   * A content header came, whether one was to come or not.
   *
   * @param channel not 0
   */
  void contentHeader(int channel, ContentHeader header);

  /**
   * A piece of a body came, whether one was to come or not.
   *
   * @param channel not 0
   * @param body owned by whoever is told; may be empty
   */
  void body(int channel, ByteBuf body);

  /** The peer is alive. */
  void heartbeat();
}

package io.weir.amqp091.command;

import io.weir.amqp091.codec.Content;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.MethodId;
import io.weir.amqp091.mapping.AmqpException;

/** What a channel can do to its connection. Used on the connection's loop. */
public interface Outlet {
  /** Sends a method on the channel. */
  void method(Method method);

  /**
   * Sends a method with content on the channel.
   *
   * @param content whose body is given away
   */
  void content(Content content);

  /** Whether the client takes what it is sent; see {@link OpenChannel#roomToWrite}. */
  boolean hasRoom();

  /**
   * Ends the channel, or the connection, as the code says. The channel has let go of everything
   * when this returns.
   *
   * @param at the method at fault
   */
  void refuse(AmqpException why, MethodId at);

  /**
   * Listens to the client no more for a while.
   *
   * @param reason for it to read
   */
  void hold(long millis, String reason);

  /** Something is being dealt with that takes so many bytes until it is {@link #done}. */
  void taken(int bytes);

  /** The counterpart of {@link #taken}. */
  void done(int bytes);
}

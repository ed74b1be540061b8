package io.weir.amqp091.command;

import io.vertx.core.Future;
import io.weir.amqp091.codec.Method;

/** What a method asks of an open channel. */
@FunctionalInterface
interface Command<M extends Method> {
  /**
   * Does it. Called on the connection's loop.
   *
   * @return fails with {@link io.weir.amqp091.mapping.AmqpException}, which it may throw as well,
   *     or with {@link io.weir.core.failure.Failure}
   */
  Future<Answer> run(OpenChannel channel, M method);
}

package io.weir.amqp091.command;

import io.vertx.core.Future;
import io.weir.amqp091.codec.Content;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.amqp091.mapping.Wording;
import io.weir.core.queue.Reply;
import java.util.function.Function;

/** What a command gives its client. */
sealed interface Answer {
  Answer NONE = new None();

  /** Nothing: none is expected. */
  record None() implements Answer {}

  /**
   * A method, unless the client wants none.
   *
   * @param then run after it was sent, or would have been
   */
  record Said(Method method, Runnable then) implements Answer {}

  /** A message. */
  record Given(Content content) implements Answer {}

  /** A method. */
  static Answer of(Method method) {
    return new Said(method, () -> {});
  }

  /** What is known at once. */
  static Future<Answer> now(Method method) {
    return Future.succeededFuture(of(method));
  }

  /** That there is nothing to say. */
  static Future<Answer> nothing() {
    return Future.succeededFuture(NONE);
  }

  /** What follows from a reply, in the words of the protocol if that is a refusal. */
  static <T> Future<Answer> of(
      Future<Reply<T>> reply, Client client, Function<? super T, ? extends Answer> answer) {
    return reply.map(it -> answer.apply(required(it, client)));
  }

  /**
   * What was asked for.
   *
   * @throws AmqpException if that was refused
   */
  static <T> T required(Reply<T> reply, Client client) {
    return switch (reply) {
      case Reply.Done<T>(T value) -> value;
      case Reply.Refused<T>(var why) -> throw Wording.of(why, client.vhost());
    };
  }
}

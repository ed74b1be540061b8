package io.weir.amqp091.command;

import io.vertx.core.Future;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.core.subscription.Settlement;
import java.util.List;
import java.util.function.Function;

/** What clients say of messages that they were given. */
final class Settling {
  private Settling() {}

  static Future<Answer> ack(OpenChannel channel, BasicMethod.Ack said) {
    return settle(channel, said.deliveryTag(), said.multiple(), owner -> Settlement.ACCEPT);
  }

  static Future<Answer> nack(OpenChannel channel, BasicMethod.Nack said) {
    return settle(
        channel,
        said.deliveryTag(),
        said.multiple(),
        owner -> said.requeue() ? Settlement.RELEASE : Settlement.REJECT);
  }

  static Future<Answer> reject(OpenChannel channel, BasicMethod.Reject said) {
    return settle(
        channel,
        said.deliveryTag(),
        false,
        owner -> said.requeue() ? owner.failed() : Settlement.REJECT);
  }

  static Future<Answer> recover(OpenChannel channel, BasicMethod.Recover asked) {
    recover(channel, asked.requeue());
    return Answer.now(new BasicMethod.RecoverOk());
  }

  static Future<Answer> recoverAsync(OpenChannel channel, BasicMethod.RecoverAsync asked) {
    recover(channel, asked.requeue());
    return Answer.nothing();
  }

  private static void recover(OpenChannel channel, boolean requeue) {
    if (!requeue) {
      throw AmqpException.notImplemented("requeue=false");
    }
    Settlements.of(channel.unsettled().takeAll(), owner -> Settlement.RELEASE)
        .settle(channel.rejections());
  }

  private static Future<Answer> settle(
      OpenChannel channel, long tag, boolean multiple, Function<Owner, Settlement> how) {
    List<Unsettled.Held> taken = channel.unsettled().take(tag, multiple);
    Settlements settlements = Settlements.of(taken, how);
    Transaction transaction = channel.publishing().transaction();
    if (transaction == null) {
      settlements.settle(channel.rejections());
    } else {
      transaction.settle(taken, settlements);
    }
    return Answer.nothing();
  }
}

package io.weir.amqp091.command;

import io.vertx.core.Future;
import io.weir.amqp091.codec.AccessMethod;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.ChannelMethod;
import io.weir.amqp091.codec.ConfirmMethod;
import io.weir.amqp091.codec.TxMethod;
import io.weir.amqp091.mapping.AmqpException;

/** What changes how a channel works: prefetch, flow, confirms, transactions. */
final class Modes {
  private Modes() {}

  static Future<Answer> qos(OpenChannel channel, BasicMethod.Qos asked) {
    if (asked.prefetchSize() != 0) {
      throw AmqpException.notImplemented("prefetch_size!=0 (" + asked.prefetchSize() + ")");
    }
    if (asked.global()) {
      channel.sharedPrefetch().change(unlimitedIfZero(asked.prefetchCount()));
    } else {
      channel.sharedPrefetch().change(Integer.MAX_VALUE);
      channel.prefetch(asked.prefetchCount());
    }
    return Answer.now(new BasicMethod.QosOk());
  }

  private static int unlimitedIfZero(int count) {
    return count == 0 ? Integer.MAX_VALUE : count;
  }

  /** A client may ask a server to pause no more than RabbitMQ does. */
  static Future<Answer> flow(OpenChannel channel, ChannelMethod.Flow asked) {
    if (!asked.active()) {
      throw AmqpException.notImplemented("active=false");
    }
    return Answer.now(new ChannelMethod.FlowOk(true));
  }

  static Future<Answer> ticket(OpenChannel channel, AccessMethod.Request asked) {
    return Answer.now(new AccessMethod.RequestOk(1));
  }

  static Future<Answer> confirms(OpenChannel channel, ConfirmMethod.Select asked) {
    channel.publishing().selectConfirms();
    return Answer.now(new ConfirmMethod.SelectOk());
  }

  static Future<Answer> transactions(OpenChannel channel, TxMethod.Select asked) {
    channel.publishing().selectTransactions();
    return Answer.now(new TxMethod.SelectOk());
  }

  static Future<Answer> commit(OpenChannel channel, TxMethod.Commit asked) {
    return channel.publishing().requiredTransaction().commit(channel);
  }

  static Future<Answer> rollback(OpenChannel channel, TxMethod.Rollback asked) {
    channel.publishing().requiredTransaction().rollback(channel.unsettled());
    return Answer.now(new TxMethod.RollbackOk());
  }
}

package io.weir.amqp091.command;

import io.vertx.core.Future;
import io.weir.amqp091.codec.AccessMethod;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.ChannelMethod;
import io.weir.amqp091.codec.ConfirmMethod;
import io.weir.amqp091.codec.ExchangeMethod;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.MethodId;
import io.weir.amqp091.codec.QueueMethod;
import io.weir.amqp091.codec.ReplyCode;
import io.weir.amqp091.codec.TxMethod;
import io.weir.amqp091.mapping.AmqpException;
import java.util.EnumMap;
import java.util.Map;

/**
 * All that a client may ask of an open channel, but to publish, which comes with a content, and to
 * close it.
 */
final class Commands {

  /**
   * @param isPrompt whether it may begin while publications and rejections before it are under way;
   *     what might see them, or be seen by them, waits
   */
  private record Entry<M extends Method>(Class<M> type, boolean isPrompt, Command<M> command) {
    Future<Answer> run(OpenChannel channel, Method method) {
      return command.run(channel, type.cast(method));
    }
  }

  private static final Map<MethodId, Entry<?>> ALL = new EnumMap<>(MethodId.class);

  static {
    waits(MethodId.EXCHANGE_DECLARE, ExchangeMethod.Declare.class, Exchanges::declare);
    waits(MethodId.EXCHANGE_DELETE, ExchangeMethod.Delete.class, Exchanges::delete);
    waits(MethodId.EXCHANGE_BIND, ExchangeMethod.Bind.class, Exchanges::bind);
    waits(MethodId.EXCHANGE_UNBIND, ExchangeMethod.Unbind.class, Exchanges::unbind);
    waits(MethodId.QUEUE_DECLARE, QueueMethod.Declare.class, QueueCommands::declare);
    waits(MethodId.QUEUE_BIND, QueueMethod.Bind.class, QueueCommands::bind);
    waits(MethodId.QUEUE_UNBIND, QueueMethod.Unbind.class, QueueCommands::unbind);
    waits(MethodId.QUEUE_PURGE, QueueMethod.Purge.class, QueueCommands::purge);
    waits(MethodId.QUEUE_DELETE, QueueMethod.Delete.class, QueueCommands::delete);
    waits(MethodId.BASIC_CONSUME, BasicMethod.Consume.class, Consumers::consume);
    waits(MethodId.BASIC_CANCEL, BasicMethod.Cancel.class, Consumers::cancel);
    waits(MethodId.BASIC_GET, BasicMethod.Get.class, Getters::get);
    waits(MethodId.CONFIRM_SELECT, ConfirmMethod.Select.class, Modes::confirms);
    waits(MethodId.TX_SELECT, TxMethod.Select.class, Modes::transactions);
    waits(MethodId.TX_COMMIT, TxMethod.Commit.class, Modes::commit);
    waits(MethodId.TX_ROLLBACK, TxMethod.Rollback.class, Modes::rollback);
    prompt(MethodId.BASIC_QOS, BasicMethod.Qos.class, Modes::qos);
    prompt(MethodId.BASIC_ACK, BasicMethod.Ack.class, Settling::ack);
    prompt(MethodId.BASIC_NACK, BasicMethod.Nack.class, Settling::nack);
    prompt(MethodId.BASIC_REJECT, BasicMethod.Reject.class, Settling::reject);
    prompt(MethodId.BASIC_RECOVER, BasicMethod.Recover.class, Settling::recover);
    prompt(MethodId.BASIC_RECOVER_ASYNC, BasicMethod.RecoverAsync.class, Settling::recoverAsync);
    prompt(MethodId.CHANNEL_FLOW, ChannelMethod.Flow.class, Modes::flow);
    prompt(MethodId.ACCESS_REQUEST, AccessMethod.Request.class, Modes::ticket);
  }

  private Commands() {}

  private static <M extends Method> void waits(MethodId id, Class<M> type, Command<M> command) {
    ALL.put(id, new Entry<>(type, false, command));
  }

  private static <M extends Method> void prompt(MethodId id, Class<M> type, Command<M> command) {
    ALL.put(id, new Entry<>(type, true, command));
  }

  /** Whether a client may ask for this. */
  static boolean has(MethodId id) {
    return ALL.containsKey(id);
  }

  /** Whether a method may begin while publications are under way. */
  static boolean isPrompt(MethodId id) {
    Entry<?> entry = ALL.get(id);
    return entry == null || entry.isPrompt;
  }

  /**
   * Does what is asked for.
   *
   * @return see {@link Command#run}
   */
  static Future<Answer> run(OpenChannel channel, Method method) {
    Entry<?> entry = ALL.get(method.id());
    if (entry == null) {
      throw new AmqpException(
          ReplyCode.COMMAND_INVALID, method.id() + " is nothing that a client sends here");
    }
    return entry.run(channel, method);
  }
}

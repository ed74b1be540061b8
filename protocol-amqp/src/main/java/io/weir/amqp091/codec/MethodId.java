package io.weir.amqp091.codec;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All methods there are: those of AMQP 0-9-1 that RabbitMQ has, and those that it adds. */
public enum MethodId {
  CONNECTION_START(10, 10, ConnectionMethod.Start::read),
  CONNECTION_START_OK(10, 11, ConnectionMethod.StartOk::read),
  CONNECTION_SECURE(10, 20, ConnectionMethod.Secure::read),
  CONNECTION_SECURE_OK(10, 21, ConnectionMethod.SecureOk::read),
  CONNECTION_TUNE(10, 30, ConnectionMethod.Tune::read),
  CONNECTION_TUNE_OK(10, 31, ConnectionMethod.TuneOk::read),
  CONNECTION_OPEN(10, 40, ConnectionMethod.Open::read),
  CONNECTION_OPEN_OK(10, 41, ConnectionMethod.OpenOk::read),
  CONNECTION_CLOSE(10, 50, ConnectionMethod.Close::read),
  CONNECTION_CLOSE_OK(10, 51, in -> new ConnectionMethod.CloseOk()),
  CONNECTION_BLOCKED(10, 60, ConnectionMethod.Blocked::read),
  CONNECTION_UNBLOCKED(10, 61, in -> new ConnectionMethod.Unblocked()),
  CONNECTION_UPDATE_SECRET(10, 70, ConnectionMethod.UpdateSecret::read),
  CONNECTION_UPDATE_SECRET_OK(10, 71, in -> new ConnectionMethod.UpdateSecretOk()),

  CHANNEL_OPEN(20, 10, ChannelMethod.Open::read),
  CHANNEL_OPEN_OK(20, 11, ChannelMethod.OpenOk::read),
  CHANNEL_FLOW(20, 20, ChannelMethod.Flow::read),
  CHANNEL_FLOW_OK(20, 21, ChannelMethod.FlowOk::read),
  CHANNEL_CLOSE(20, 40, ChannelMethod.Close::read),
  CHANNEL_CLOSE_OK(20, 41, in -> new ChannelMethod.CloseOk()),

  ACCESS_REQUEST(30, 10, AccessMethod.Request::read),
  ACCESS_REQUEST_OK(30, 11, AccessMethod.RequestOk::read),

  EXCHANGE_DECLARE(40, 10, ExchangeMethod.Declare::read),
  EXCHANGE_DECLARE_OK(40, 11, in -> new ExchangeMethod.DeclareOk()),
  EXCHANGE_DELETE(40, 20, ExchangeMethod.Delete::read),
  EXCHANGE_DELETE_OK(40, 21, in -> new ExchangeMethod.DeleteOk()),
  EXCHANGE_BIND(40, 30, ExchangeMethod.Bind::read),
  EXCHANGE_BIND_OK(40, 31, in -> new ExchangeMethod.BindOk()),
  EXCHANGE_UNBIND(40, 40, ExchangeMethod.Unbind::read),
  EXCHANGE_UNBIND_OK(40, 51, in -> new ExchangeMethod.UnbindOk()),

  QUEUE_DECLARE(50, 10, QueueMethod.Declare::read),
  QUEUE_DECLARE_OK(50, 11, QueueMethod.DeclareOk::read),
  QUEUE_BIND(50, 20, QueueMethod.Bind::read),
  QUEUE_BIND_OK(50, 21, in -> new QueueMethod.BindOk()),
  QUEUE_PURGE(50, 30, QueueMethod.Purge::read),
  QUEUE_PURGE_OK(50, 31, QueueMethod.PurgeOk::read),
  QUEUE_DELETE(50, 40, QueueMethod.Delete::read),
  QUEUE_DELETE_OK(50, 41, QueueMethod.DeleteOk::read),
  QUEUE_UNBIND(50, 50, QueueMethod.Unbind::read),
  QUEUE_UNBIND_OK(50, 51, in -> new QueueMethod.UnbindOk()),

  BASIC_QOS(60, 10, BasicMethod.Qos::read),
  BASIC_QOS_OK(60, 11, in -> new BasicMethod.QosOk()),
  BASIC_CONSUME(60, 20, BasicMethod.Consume::read),
  BASIC_CONSUME_OK(60, 21, BasicMethod.ConsumeOk::read),
  BASIC_CANCEL(60, 30, BasicMethod.Cancel::read),
  BASIC_CANCEL_OK(60, 31, BasicMethod.CancelOk::read),
  BASIC_PUBLISH(60, 40, BasicMethod.Publish::read),
  BASIC_RETURN(60, 50, BasicMethod.Return::read),
  BASIC_DELIVER(60, 60, BasicMethod.Deliver::read),
  BASIC_GET(60, 70, BasicMethod.Get::read),
  BASIC_GET_OK(60, 71, BasicMethod.GetOk::read),
  BASIC_GET_EMPTY(60, 72, BasicMethod.GetEmpty::read),
  BASIC_ACK(60, 80, BasicMethod.Ack::read),
  BASIC_REJECT(60, 90, BasicMethod.Reject::read),
  BASIC_RECOVER_ASYNC(60, 100, BasicMethod.RecoverAsync::read),
  BASIC_RECOVER(60, 110, BasicMethod.Recover::read),
  BASIC_RECOVER_OK(60, 111, in -> new BasicMethod.RecoverOk()),
  BASIC_NACK(60, 120, BasicMethod.Nack::read),

  CONFIRM_SELECT(85, 10, ConfirmMethod.Select::read),
  CONFIRM_SELECT_OK(85, 11, in -> new ConfirmMethod.SelectOk()),

  TX_SELECT(90, 10, in -> new TxMethod.Select()),
  TX_SELECT_OK(90, 11, in -> new TxMethod.SelectOk()),
  TX_COMMIT(90, 20, in -> new TxMethod.Commit()),
  TX_COMMIT_OK(90, 21, in -> new TxMethod.CommitOk()),
  TX_ROLLBACK(90, 30, in -> new TxMethod.Rollback()),
  TX_ROLLBACK_OK(90, 31, in -> new TxMethod.RollbackOk());

  /** No class has methods with larger numbers. */
  private static final int METHODS = 128;

  private static final int CLASSES = 91;

  /** By class and method; null where there is none. */
  private static final @Nullable MethodId[] BY_NUMBER = new @Nullable MethodId[CLASSES * METHODS];

  static {
    for (MethodId id : values()) {
      BY_NUMBER[id.classId * METHODS + id.methodId] = id;
    }
  }

  private final int classId;
  private final int methodId;
  private final String text;
  private final Function<ArgumentReader, Method> reader;

  MethodId(int classId, int methodId, Function<ArgumentReader, Method> reader) {
    this.classId = classId;
    this.methodId = methodId;
    this.text = name().toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
    this.reader = reader;
  }

  /** The method of two numbers, or null where there is none. */
  public static @Nullable MethodId of(int classId, int methodId) {
    return classId < CLASSES && methodId < METHODS ? BY_NUMBER[classId * METHODS + methodId] : null;
  }

  public int classId() {
    return classId;
  }

  /** The number within the class. */
  public int methodId() {
    return methodId;
  }

  /** Reads the arguments. */
  Method read(ArgumentReader in) {
    return reader.apply(in);
  }

  /** As the specification writes it: {@code basic.recover-async}. */
  @Override
  public String toString() {
    return text;
  }
}

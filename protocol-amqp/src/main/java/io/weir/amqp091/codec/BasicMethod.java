package io.weir.amqp091.codec;

/** Class 60 (1.8.3): messages, in and out, and their settling. */
public sealed interface BasicMethod extends Method {

  /** What a content follows. */
  sealed interface WithContent extends BasicMethod permits Publish, Return, Deliver, GetOk {}

  /** What answers {@link Get}. */
  sealed interface GetAnswer extends BasicMethod permits GetOk, GetEmpty {}

  /**
   * How much may be on its way without being settled.
   *
   * @param prefetchSize in bytes; 0 is no limit
   * @param prefetchCount 0 is no limit
   * @param global in RabbitMQ: for all of the channel, rather than for each consumer to come
   */
  record Qos(long prefetchSize, int prefetchCount, boolean global)
      implements BasicMethod, Synchronous<QosOk> {
    static Qos read(ArgumentReader in) {
      return new Qos(in.longInt(), in.shortInt(), in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_QOS;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.longInt(prefetchSize).shortInt(prefetchCount).bit(global);
    }
  }

  /** That holds. */
  record QosOk() implements BasicMethod {
    @Override
    public MethodId id() {
      return MethodId.BASIC_QOS_OK;
    }
  }

  /**
   * Starts a consumer.
   *
   * @param consumerTag empty for one of the server's choice
   */
  record Consume(
      int ticket,
      String queue,
      String consumerTag,
      boolean noLocal,
      boolean noAck,
      boolean exclusive,
      boolean noWait,
      Table arguments)
      implements BasicMethod, Synchronous<ConsumeOk> {
    static Consume read(ArgumentReader in) {
      return new Consume(
          in.shortInt(), in.text(), in.text(), in.bit(), in.bit(), in.bit(), in.bit(), in.table());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_CONSUME;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(ticket)
          .text(queue)
          .text(consumerTag)
          .bit(noLocal)
          .bit(noAck)
          .bit(exclusive)
          .bit(noWait)
          .table(arguments);
    }
  }

  /** It has started. */
  record ConsumeOk(String consumerTag) implements BasicMethod {
    static ConsumeOk read(ArgumentReader in) {
      return new ConsumeOk(in.text());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_CONSUME_OK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.text(consumerTag);
    }
  }

  /** Ends a consumer; from the server too, in RabbitMQ. */
  record Cancel(String consumerTag, boolean noWait) implements BasicMethod, Synchronous<CancelOk> {
    static Cancel read(ArgumentReader in) {
      return new Cancel(in.text(), in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_CANCEL;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.text(consumerTag).bit(noWait);
    }
  }

  /** It has ended. */
  record CancelOk(String consumerTag) implements BasicMethod {
    static CancelOk read(ArgumentReader in) {
      return new CancelOk(in.text());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_CANCEL_OK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.text(consumerTag);
    }
  }

  /**
   * A message to an exchange.
   *
   * @param immediate which RabbitMQ refuses
   */
  record Publish(
      int ticket,
      ShortString exchange,
      ShortString routingKey,
      boolean mandatory,
      boolean immediate)
      implements WithContent {
    static Publish read(ArgumentReader in) {
      return new Publish(in.shortInt(), in.shortString(), in.shortString(), in.bit(), in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_PUBLISH;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(ticket)
          .shortString(exchange)
          .shortString(routingKey)
          .bit(mandatory)
          .bit(immediate);
    }
  }

  /**
   * A message that was to be routed and was not.
   *
   * @param replyCode see {@link ReplyCode}
   */
  record Return(int replyCode, ShortString replyText, ShortString exchange, ShortString routingKey)
      implements WithContent {
    static Return read(ArgumentReader in) {
      return new Return(in.shortInt(), in.shortString(), in.shortString(), in.shortString());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_RETURN;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(replyCode).shortString(replyText).shortString(exchange).shortString(routingKey);
    }
  }

  /** A message for a consumer. */
  record Deliver(
      ShortString consumerTag,
      long deliveryTag,
      boolean redelivered,
      ShortString exchange,
      ShortString routingKey)
      implements WithContent {
    static Deliver read(ArgumentReader in) {
      return new Deliver(
          in.shortString(), in.longLong(), in.bit(), in.shortString(), in.shortString());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_DELIVER;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortString(consumerTag)
          .longLong(deliveryTag)
          .bit(redelivered)
          .shortString(exchange)
          .shortString(routingKey);
    }
  }

  /** Asks for one message. */
  record Get(int ticket, String queue, boolean noAck)
      implements BasicMethod, Synchronous<GetAnswer> {
    static Get read(ArgumentReader in) {
      return new Get(in.shortInt(), in.text(), in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_GET;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(ticket).text(queue).bit(noAck);
    }
  }

  /**
   * Here it is.
   *
   * @param messageCount how many more are ready
   */
  record GetOk(
      long deliveryTag,
      boolean redelivered,
      ShortString exchange,
      ShortString routingKey,
      long messageCount)
      implements WithContent, GetAnswer {
    static GetOk read(ArgumentReader in) {
      return new GetOk(in.longLong(), in.bit(), in.shortString(), in.shortString(), in.longInt());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_GET_OK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.longLong(deliveryTag)
          .bit(redelivered)
          .shortString(exchange)
          .shortString(routingKey)
          .longInt(messageCount);
    }
  }

  /** There is none. */
  record GetEmpty(String clusterId) implements GetAnswer {
    static GetEmpty read(ArgumentReader in) {
      return new GetEmpty(in.text());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_GET_EMPTY;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.text(clusterId);
    }
  }

  /**
   * A message is settled; from the server in RabbitMQ: a publication is confirmed.
   *
   * @param multiple all up to this one, too
   */
  record Ack(long deliveryTag, boolean multiple) implements BasicMethod {
    static Ack read(ArgumentReader in) {
      return new Ack(in.longLong(), in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_ACK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.longLong(deliveryTag).bit(multiple);
    }
  }

  /** A message is not settled, and goes back or away. */
  record Reject(long deliveryTag, boolean requeue) implements BasicMethod {
    static Reject read(ArgumentReader in) {
      return new Reject(in.longLong(), in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_REJECT;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.longLong(deliveryTag).bit(requeue);
    }
  }

  /** What is not settled is delivered again, of which nobody is told. */
  record RecoverAsync(boolean requeue) implements BasicMethod {
    static RecoverAsync read(ArgumentReader in) {
      return new RecoverAsync(in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_RECOVER_ASYNC;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.bit(requeue);
    }
  }

  /** What is not settled is delivered again. */
  record Recover(boolean requeue) implements BasicMethod, Synchronous<RecoverOk> {
    static Recover read(ArgumentReader in) {
      return new Recover(in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_RECOVER;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.bit(requeue);
    }
  }

  /** It will be. */
  record RecoverOk() implements BasicMethod {
    @Override
    public MethodId id() {
      return MethodId.BASIC_RECOVER_OK;
    }
  }

  /**
   * RabbitMQ's: messages are not settled, and go back or away; from the server: publications are
   * lost.
   *
   * @param multiple all up to this one, too
   */
  record Nack(long deliveryTag, boolean multiple, boolean requeue) implements BasicMethod {
    static Nack read(ArgumentReader in) {
      return new Nack(in.longLong(), in.bit(), in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.BASIC_NACK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.longLong(deliveryTag).bit(multiple).bit(requeue);
    }
  }
}

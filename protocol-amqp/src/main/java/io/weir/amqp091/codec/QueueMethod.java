package io.weir.amqp091.codec;

/** Class 50 (1.7.2): queues, and what binds them to exchanges. */
public sealed interface QueueMethod extends Method {

  /**
   * Creates a queue, or asks whether there is one like it.
   *
   * @param queue empty for a name of the server's choice
   */
  record Declare(
      int ticket,
      String queue,
      boolean passive,
      boolean durable,
      boolean exclusive,
      boolean autoDelete,
      boolean noWait,
      Table arguments)
      implements QueueMethod, Synchronous<DeclareOk> {
    static Declare read(ArgumentReader in) {
      return new Declare(
          in.shortInt(), in.text(), in.bit(), in.bit(), in.bit(), in.bit(), in.bit(), in.table());
    }

    @Override
    public MethodId id() {
      return MethodId.QUEUE_DECLARE;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(ticket)
          .text(queue)
          .bit(passive)
          .bit(durable)
          .bit(exclusive)
          .bit(autoDelete)
          .bit(noWait)
          .table(arguments);
    }
  }

  /**
   * There is.
   *
   * @param messageCount how many messages are ready
   * @param consumerCount how many consumers it has
   */
  record DeclareOk(String queue, long messageCount, long consumerCount) implements QueueMethod {
    static DeclareOk read(ArgumentReader in) {
      return new DeclareOk(in.text(), in.longInt(), in.longInt());
    }

    @Override
    public MethodId id() {
      return MethodId.QUEUE_DECLARE_OK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.text(queue).longInt(messageCount).longInt(consumerCount);
    }
  }

  /**
   * Lets a queue have messages of an exchange.
   *
   * @param queue empty for the last one that the channel has declared, as in all that follows
   */
  record Bind(
      int ticket, String queue, String exchange, String routingKey, boolean noWait, Table arguments)
      implements QueueMethod, Synchronous<BindOk> {
    static Bind read(ArgumentReader in) {
      return new Bind(in.shortInt(), in.text(), in.text(), in.text(), in.bit(), in.table());
    }

    @Override
    public MethodId id() {
      return MethodId.QUEUE_BIND;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(ticket).text(queue).text(exchange).text(routingKey).bit(noWait).table(arguments);
    }
  }

  /** It has. */
  record BindOk() implements QueueMethod {
    @Override
    public MethodId id() {
      return MethodId.QUEUE_BIND_OK;
    }
  }

  /** Deletes the messages that are ready. */
  record Purge(int ticket, String queue, boolean noWait)
      implements QueueMethod, Synchronous<PurgeOk> {
    static Purge read(ArgumentReader in) {
      return new Purge(in.shortInt(), in.text(), in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.QUEUE_PURGE;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(ticket).text(queue).bit(noWait);
    }
  }

  /**
   * They are gone.
   *
   * @param messageCount how many they were
   */
  record PurgeOk(long messageCount) implements QueueMethod {
    static PurgeOk read(ArgumentReader in) {
      return new PurgeOk(in.longInt());
    }

    @Override
    public MethodId id() {
      return MethodId.QUEUE_PURGE_OK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.longInt(messageCount);
    }
  }

  /** Deletes a queue. */
  record Delete(int ticket, String queue, boolean ifUnused, boolean ifEmpty, boolean noWait)
      implements QueueMethod, Synchronous<DeleteOk> {
    static Delete read(ArgumentReader in) {
      return new Delete(in.shortInt(), in.text(), in.bit(), in.bit(), in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.QUEUE_DELETE;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(ticket).text(queue).bit(ifUnused).bit(ifEmpty).bit(noWait);
    }
  }

  /**
   * It is gone.
   *
   * @param messageCount how many messages went with it
   */
  record DeleteOk(long messageCount) implements QueueMethod {
    static DeleteOk read(ArgumentReader in) {
      return new DeleteOk(in.longInt());
    }

    @Override
    public MethodId id() {
      return MethodId.QUEUE_DELETE_OK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.longInt(messageCount);
    }
  }

  /** The end of a binding. */
  record Unbind(int ticket, String queue, String exchange, String routingKey, Table arguments)
      implements QueueMethod, Synchronous<UnbindOk> {
    static Unbind read(ArgumentReader in) {
      return new Unbind(in.shortInt(), in.text(), in.text(), in.text(), in.table());
    }

    @Override
    public MethodId id() {
      return MethodId.QUEUE_UNBIND;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(ticket).text(queue).text(exchange).text(routingKey).table(arguments);
    }
  }

  /** It has ended. */
  record UnbindOk() implements QueueMethod {
    @Override
    public MethodId id() {
      return MethodId.QUEUE_UNBIND_OK;
    }
  }
}

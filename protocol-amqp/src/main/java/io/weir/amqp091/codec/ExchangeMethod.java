package io.weir.amqp091.codec;

/** Class 40 (1.6.2): exchanges, and what binds one to another, which RabbitMQ adds. */
public sealed interface ExchangeMethod extends Method {

  /** Creates an exchange, or asks whether there is one like it. */
  record Declare(
      int ticket,
      String exchange,
      String type,
      boolean passive,
      boolean durable,
      boolean autoDelete,
      boolean internal,
      boolean noWait,
      Table arguments)
      implements ExchangeMethod, Synchronous<DeclareOk> {
    static Declare read(ArgumentReader in) {
      return new Declare(
          in.shortInt(),
          in.text(),
          in.text(),
          in.bit(),
          in.bit(),
          in.bit(),
          in.bit(),
          in.bit(),
          in.table());
    }

    @Override
    public MethodId id() {
      return MethodId.EXCHANGE_DECLARE;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(ticket)
          .text(exchange)
          .text(type)
          .bit(passive)
          .bit(durable)
          .bit(autoDelete)
          .bit(internal)
          .bit(noWait)
          .table(arguments);
    }
  }

  /** There is. */
  record DeclareOk() implements ExchangeMethod {
    @Override
    public MethodId id() {
      return MethodId.EXCHANGE_DECLARE_OK;
    }
  }

  /** Deletes an exchange. */
  record Delete(int ticket, String exchange, boolean ifUnused, boolean noWait)
      implements ExchangeMethod, Synchronous<DeleteOk> {
    static Delete read(ArgumentReader in) {
      return new Delete(in.shortInt(), in.text(), in.bit(), in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.EXCHANGE_DELETE;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(ticket).text(exchange).bit(ifUnused).bit(noWait);
    }
  }

  /** It is gone. */
  record DeleteOk() implements ExchangeMethod {
    @Override
    public MethodId id() {
      return MethodId.EXCHANGE_DELETE_OK;
    }
  }

  /** RabbitMQ's: lets an exchange have messages of another. */
  record Bind(
      int ticket,
      String destination,
      String source,
      String routingKey,
      boolean noWait,
      Table arguments)
      implements ExchangeMethod, Synchronous<BindOk> {
    static Bind read(ArgumentReader in) {
      return new Bind(in.shortInt(), in.text(), in.text(), in.text(), in.bit(), in.table());
    }

    @Override
    public MethodId id() {
      return MethodId.EXCHANGE_BIND;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(ticket)
          .text(destination)
          .text(source)
          .text(routingKey)
          .bit(noWait)
          .table(arguments);
    }
  }

  /** It has. */
  record BindOk() implements ExchangeMethod {
    @Override
    public MethodId id() {
      return MethodId.EXCHANGE_BIND_OK;
    }
  }

  /** RabbitMQ's: the end of that. */
  record Unbind(
      int ticket,
      String destination,
      String source,
      String routingKey,
      boolean noWait,
      Table arguments)
      implements ExchangeMethod, Synchronous<UnbindOk> {
    static Unbind read(ArgumentReader in) {
      return new Unbind(in.shortInt(), in.text(), in.text(), in.text(), in.bit(), in.table());
    }

    @Override
    public MethodId id() {
      return MethodId.EXCHANGE_UNBIND;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(ticket)
          .text(destination)
          .text(source)
          .text(routingKey)
          .bit(noWait)
          .table(arguments);
    }
  }

  /** It has ended. */
  record UnbindOk() implements ExchangeMethod {
    @Override
    public MethodId id() {
      return MethodId.EXCHANGE_UNBIND_OK;
    }
  }
}

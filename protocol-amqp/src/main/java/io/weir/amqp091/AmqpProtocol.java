package io.weir.amqp091;

import io.vertx.core.Future;
import io.weir.amqp091.connection.AmqpConnection;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Listener;
import io.weir.protocol.Protocol;
import io.weir.protocol.ProtocolContext;
import io.weir.protocol.SocketEndpoint;

/** AMQP 0-9-1, as RabbitMQ speaks it. */
public final class AmqpProtocol implements Protocol {

  @Override
  public String name() {
    return "amqp";
  }

  @Override
  public Future<Endpoint> open(Listener listener, ProtocolContext context) {
    return SocketEndpoint.open(
        name(),
        listener,
        context.vertx(),
        context.sessions(),
        connection ->
            new AmqpConnection(connection, context.core().cluster(), context.core().queues()));
  }

  @Override
  public String example(String address) {
    return "amqp-declare-queue -u amqp://" + address + " -q hello -d";
  }
}

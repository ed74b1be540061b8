package io.weir.amqp091;

import io.vertx.core.Future;
import io.weir.amqp091.connection.AmqpConnection;
import io.weir.amqp091.definitions.RabbitDefinitions;
import io.weir.amqp091.mapping.KeptHeaders;
import io.weir.core.queue.HeaderTypes;
import io.weir.protocol.DefinitionsReader;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Listener;
import io.weir.protocol.Protocol;
import io.weir.protocol.ProtocolContext;
import io.weir.protocol.SocketEndpoint;
import java.util.Optional;

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
  public Optional<HeaderTypes> headerTypes() {
    return Optional.of(new KeptHeaders());
  }

  @Override
  public Optional<DefinitionsReader> definitions() {
    return Optional.of(new RabbitDefinitions());
  }

  @Override
  public String example(String address) {
    return "amqp-declare-queue -u amqp://" + address + " -q hello -d";
  }
}

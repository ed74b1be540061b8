package io.weir.kafka;

import io.vertx.core.Future;
import io.weir.kafka.connection.KafkaConnection;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Listener;
import io.weir.protocol.Protocol;
import io.weir.protocol.ProtocolContext;
import io.weir.protocol.SocketEndpoint;

/** The Kafka protocol. */
public final class KafkaProtocol implements Protocol {

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Future<Endpoint> open(Listener listener, ProtocolContext context) {
    return context
        .shared(SharedState.class, () -> Future.succeededFuture(new SharedState(context)))
        .compose(
            shared ->
                SocketEndpoint.open(
                    name(),
                    listener,
                    context.vertx(),
                    context.sessions(),
                    connection -> new KafkaConnection(connection, shared.table())));
  }

  @Override
  public String example(String address) {
    return "kcat -b " + address + " -C -t orders -e";
  }
}

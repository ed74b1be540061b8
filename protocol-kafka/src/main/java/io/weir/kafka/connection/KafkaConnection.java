package io.weir.kafka.connection;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.kafka.api.ApiTable;
import io.weir.kafka.api.Client;
import io.weir.kafka.codec.FrameDecoder;
import io.weir.kafka.codec.MalformedFrameException;
import io.weir.protocol.Authentication;
import io.weir.protocol.Connection;
import io.weir.protocol.ConnectionContext;
import io.weir.protocol.Listener;

/** A Kafka client's connection. */
public final class KafkaConnection implements Connection {

  private final ConnectionContext context;
  private final FrameDecoder decoder;
  private final Pipeline pipeline;

  /**
   * @param table what can be asked; requests wait until it is there
   */
  public KafkaConnection(ConnectionContext context, Future<ApiTable> table) {
    this.context = context;
    this.pipeline = new Pipeline(context, session -> client(context, session));
    Session session = pipeline.session();
    this.decoder = new FrameDecoder(session::minFrame, session::maxFrame);
    if (table.succeeded()) {
      pipeline.answerFrom(table.result());
    } else {
      table.onComplete(
          made -> context.context().runOnContext(turn -> pipeline.answerFrom(made)),
          cause -> context.context().runOnContext(turn -> withoutTable(cause)));
    }
  }

  /**
   * Nothing can be answered until Weir is started again; a client that waits would not learn it.
   */
  private void withoutTable(Throwable cause) {
    context.abort("the Kafka protocol could not be loaded: " + cause);
  }

  private static Client client(ConnectionContext context, Session session) {
    Listener listener = context.listener();
    return new Client(
        null,
        context.remote(),
        Advertised.of(context, context.placed()),
        listener.name(),
        listener.bounds(),
        context.context(),
        listener.authentication() instanceof Authentication.Open ? null : session);
  }

  @Override
  public void received(ByteBuf bytes) {
    try {
      decoder.decode(bytes, pipeline::offer);
      context.frameIncomplete(decoder.inFrame());
    } catch (MalformedFrameException e) {
      context.abort(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void roomToWrite() {
    pipeline.advance();
  }

  @Override
  public void drain() {
    pipeline.drain();
  }

  @Override
  public void closed() {
    decoder.close();
    pipeline.close();
  }
}

package io.weir.kafka;

import io.vertx.core.Future;
import io.weir.kafka.fetch.FetchSessions;
import io.weir.protocol.ProtocolContext;

/** What all Kafka listeners share. */
final class SharedState implements ProtocolContext.Shared {
  private final FetchSessions sessions = new FetchSessions();

  FetchSessions sessions() {
    return sessions;
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}

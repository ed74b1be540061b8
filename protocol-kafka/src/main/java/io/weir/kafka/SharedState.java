package io.weir.kafka;

import io.vertx.core.Future;
import io.weir.kafka.fetch.FetchSessions;
import io.weir.kafka.group.Groups;
import io.weir.protocol.ProtocolContext;

/** What all Kafka listeners share. */
final class SharedState implements ProtocolContext.Shared {
  private final FetchSessions sessions = new FetchSessions();
  private final Groups groups;

  SharedState(ProtocolContext context) {
    this.groups = new Groups(context.vertx(), context.core());
  }

  FetchSessions sessions() {
    return sessions;
  }

  Groups groups() {
    return groups;
  }

  @Override
  public Future<Void> close() {
    return groups.close();
  }
}

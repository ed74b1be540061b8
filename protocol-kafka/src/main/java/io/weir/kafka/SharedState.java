package io.weir.kafka;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.kafka.api.ApiTable;
import io.weir.kafka.api.Broker;
import io.weir.kafka.fetch.FetchSessions;
import io.weir.kafka.group.Groups;
import io.weir.protocol.ProtocolContext;
import org.apache.kafka.common.protocol.Errors;

/**
 * What all Kafka listeners share. The table is made in the background: Kafka's protocol classes,
 * all loaded with the first of them, take a good part of a start that has to wait for nothing.
 */
final class SharedState implements ProtocolContext.Shared {
  private final Groups groups;
  private final Future<ApiTable> table;

  SharedState(ProtocolContext context) {
    this.groups = new Groups(context.vertx(), context.core());
    Broker broker = new Broker(context.vertx(), context.core(), new FetchSessions(), groups);
    Promise<ApiTable> made = Promise.promise();
    context
        .vertx()
        .executeBlocking(
            () -> {
              Errors.forCode((short) 0);
              made.complete(new ApiTable(broker));
              return null;
            },
            false)
        .onFailure(made::tryFail);
    this.table = made.future();
  }

  Future<ApiTable> table() {
    return table;
  }

  @Override
  public Future<Void> close() {
    // A stop right after the start waits for the table: no work outlives its threads.
    return table.transform(made -> groups.close());
  }
}

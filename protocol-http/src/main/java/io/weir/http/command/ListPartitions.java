package io.weir.http.command;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.core.topic.Topic;
import java.util.List;
import java.util.stream.IntStream;

/** Where each partition of a topic begins and ends. */
final class ListPartitions implements Command {

  @Override
  public Future<Reply> run(Exchange exchange) {
    Topic topic = exchange.topic();
    List<Future<Offsets>> asked =
        IntStream.range(0, topic.partitions())
            .mapToObj(
                partition -> exchange.core().reader().offsets(exchange.caller(), topic, partition))
            .toList();
    return Future.all(asked).map(all -> Reply.json(200, document(all.list())));
  }

  private static JsonObject document(List<Offsets> offsets) {
    JsonArray partitions = new JsonArray();
    for (Offsets of : offsets) {
      partitions.add(
          new JsonObject()
              .put("partition", partitions.size())
              .put("beginningOffset", of.logStart())
              .put("endOffset", of.end(Isolation.COMMITTED)));
    }
    return new JsonObject().put("partitions", partitions);
  }
}

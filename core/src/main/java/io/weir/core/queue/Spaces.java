package io.weir.core.queue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.weir.core.failure.Failure;
import io.weir.core.metadata.MetadataJournal;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The spaces of all tenants. The first one of a tenant is made when it is first asked for. */
final class Spaces {
  /** The entry that says that there is a space, though nothing is in it. */
  static final String HERE = "here";

  private final MetadataJournal metadata;
  private final Map<Space, LiveSpace> all = new ConcurrentHashMap<>();
  private final SerialLane lane = new SerialLane();

  Spaces(MetadataJournal metadata) {
    this.metadata = metadata;
  }

  @Nullable LiveSpace find(Space space) {
    return space.isFirst() ? ensure(space) : all.get(space);
  }

  boolean has(Space space) {
    return space.isFirst() || all.containsKey(space);
  }

  /** The space, which is known to be there. */
  LiveSpace ensure(Space space) {
    return all.computeIfAbsent(space, LiveSpace::new);
  }

  Collection<LiveSpace> all() {
    return all.values();
  }

  List<Space> of(Tenant tenant) {
    ensure(Space.of(tenant));
    return all.keySet().stream().filter(space -> space.tenant().equals(tenant)).sorted().toList();
  }

  Future<Boolean> create(Space space) {
    return lane.run(
        () ->
            has(space)
                ? Future.succeededFuture(false)
                : metadata
                    .put(LiveSpace.prefix(space) + HERE, new JsonObject().put("version", 1))
                    .map(
                        written -> {
                          ensure(space);
                          return true;
                        }));
  }

  Future<Boolean> delete(Space space, Declarations declarations) {
    if (space.isFirst()) {
      return Future.failedFuture(
          new Failure.InvalidRequest("the first space of a tenant is always there"));
    }
    return lane.run(
        () -> {
          LiveSpace going = all.remove(space);
          if (going == null) {
            return Future.succeededFuture(false);
          }
          List<Future<Void>> gone = new ArrayList<>();
          going.queues.values().forEach(queue -> gone.add(declarations.delete(queue)));
          going.holds.values().forEach(hold -> gone.add(declarations.unhold(hold)));
          return Future.join(gone)
              .compose(done -> forget(metadata.keys(LiveSpace.prefix(space))))
              .map(true);
        });
  }

  private Future<Void> forget(List<String> keys) {
    Future<Void> forgotten = Future.succeededFuture();
    for (String key : keys) {
      forgotten = forgotten.compose(before -> metadata.putAll(Map.of(key, Optional.empty())));
    }
    return forgotten;
  }

  /** The queues whose messages lie in a topic. */
  List<LiveQueue> queuesOn(Topic topic) {
    return all.values().stream()
        .filter(space -> space.tenant().equals(topic.tenant()))
        .flatMap(space -> space.queues.values().stream())
        .filter(queue -> queue.partitions().getFirst().topic().equals(topic.id()))
        .toList();
  }
}

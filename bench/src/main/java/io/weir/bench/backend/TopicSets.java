package io.weir.bench.backend;

import io.vertx.core.Future;
import io.weir.backend.Backend;
import io.weir.backend.Retention;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.bench.backend.Order.Create;
import io.weir.bench.backend.Order.Delete;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The topics by the sets that they were created in; a topic's name says which. */
final class TopicSets {
  /** How many are created or deleted at once. */
  private static final int AT_ONCE = 256;

  private final Backend backend;
  private final Lanes lanes;
  private final Map<String, List<TopicDescription>> sets = new ConcurrentHashMap<>();

  TopicSets(Backend backend, Lanes lanes) {
    this.backend = backend;
    this.lanes = lanes;
  }

  /** Finds those of an earlier process. */
  Future<Void> find() {
    return backend
        .topics()
        .list()
        .map(
            topics -> {
              topics.forEach(this::add);
              return null;
            });
  }

  Future<Work> create(Create order) {
    int had = sets.getOrDefault(order.set(), List.of()).size();
    TopicSettings settings =
        TopicSettings.DEFAULT
            .withDurability(order.durability())
            .withRetention(new Retention(Retention.UNLIMITED, order.retentionBytes()))
            .withMaxBatchBytes(Math.min(backend.capabilities().maxBatchBytes(), 16 << 20));
    return ClosedLoop.run(
        lanes,
        Math.min(AT_ONCE, order.topics()),
        Bounds.ofOperations(order.topics()),
        number ->
            backend
                .topics()
                .create(order.set() + "-" + (had + number), order.partitions(), settings)
                .map(
                    topic -> {
                      add(topic);
                      return 0L;
                    }));
  }

  Future<Work> delete(Delete order) {
    List<TopicDescription> topics = sets.getOrDefault(order.set(), List.of());
    List<TopicDescription> going = List.copyOf(topics.subList(0, order.topics()));
    topics.subList(0, order.topics()).clear();
    return ClosedLoop.run(
        lanes,
        Math.min(AT_ONCE, going.size()),
        Bounds.ofOperations(going.size()),
        number -> backend.topics().delete(going.get((int) number).id()).map(0L));
  }

  /** All partitions of a set. */
  List<TopicPartition> partitions(String set) {
    var partitions = new ArrayList<TopicPartition>();
    for (TopicDescription topic : sets.getOrDefault(set, List.of())) {
      for (int i = 0; i < topic.partitions(); i++) {
        partitions.add(new TopicPartition(topic.id(), i));
      }
    }
    if (partitions.isEmpty()) {
      throw new IllegalArgumentException("there is no set " + set);
    }
    return partitions;
  }

  private void add(TopicDescription topic) {
    String set = topic.name().substring(0, topic.name().lastIndexOf('-'));
    sets.computeIfAbsent(set, name -> Collections.synchronizedList(new ArrayList<>())).add(topic);
  }
}

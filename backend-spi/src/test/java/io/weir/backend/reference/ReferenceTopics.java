package io.weir.backend.reference;

import io.vertx.core.Future;
import io.weir.backend.BackendException;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Cleanup;
import io.weir.backend.Durability;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicSettings;
import io.weir.backend.TopicStore;
import java.util.List;
import java.util.UUID;

/** Topics as entries of a map. */
record ReferenceTopics(ReferenceBackend backend) implements TopicStore {

  @Override
  public Future<TopicDescription> create(String name, int partitions, TopicSettings settings) {
    return backend.answer(
        () -> {
          Store store = backend.store;
          check(settings);
          if (store.topics.values().stream()
              .anyMatch(topic -> topic.description().name().equals(name))) {
            throw new BackendException.TopicExists("there is a topic " + name);
          }
          TopicDescription created =
              new TopicDescription(store.newId(backend.flaw), name, partitions, settings);
          store.topics.put(created.id(), new Store.Topic(created, Store.newPartitions(partitions)));
          return created;
        });
  }

  @Override
  public Future<List<TopicDescription>> list() {
    return backend.answer(
        () -> backend.store.topics.values().stream().map(Store.Topic::description).toList());
  }

  @Override
  public Future<TopicDescription> alter(UUID id, int partitions, TopicSettings settings) {
    return backend.answer(
        () -> {
          Store.Topic topic = backend.store.topic(id);
          TopicDescription old = topic.description();
          check(settings);
          if (partitions < old.partitions()) {
            throw new BackendException.Unsupported("a topic does not lose partitions");
          }
          if (inMemory(settings) != inMemory(old.settings())) {
            throw new BackendException.Unsupported("a topic does not move to or from memory");
          }
          TopicDescription altered = new TopicDescription(id, old.name(), partitions, settings);
          topic.partitions().addAll(Store.newPartitions(partitions - old.partitions()));
          backend.store.topics.put(id, new Store.Topic(altered, topic.partitions()));
          return altered;
        });
  }

  @Override
  public Future<Void> delete(UUID id) {
    return backend.answer(
        () -> {
          backend.store.topic(id);
          backend.store.topics.remove(id);
          return null;
        });
  }

  @Override
  public Future<long[]> sizes(List<UUID> topics) {
    return backend.answer(
        () -> {
          List<UUID> asked =
              backend.flaw == Flaw.SIZES_IN_ANOTHER_ORDER ? topics.reversed() : topics;
          return asked.stream().mapToLong(this::size).toArray();
        });
  }

  private long size(UUID id) {
    if (!backend.store.topics.containsKey(id)
        && backend.flaw != Flaw.NO_SIZES_BESIDE_WHAT_IS_NOT_THERE) {
      return 0;
    }
    List<Partition> partitions = backend.store.topic(id).partitions();
    int counted = backend.flaw == Flaw.SIZES_OF_FIRST_PARTITIONS ? 1 : partitions.size();
    return partitions.stream().limit(counted).mapToLong(each -> each.bytes(backend.flaw)).sum();
  }

  private void check(TopicSettings settings) {
    if (settings.cleanup() != Cleanup.DELETE) {
      backend.require(Feature.COMPACTION);
    }
    if (settings.keyIndex()) {
      backend.require(Feature.KEY_INDEX);
    }
  }

  private static boolean inMemory(TopicSettings settings) {
    return settings.durability() == Durability.MEMORY;
  }
}

package io.weir.core.topic;

import io.weir.core.tenant.Tenant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The topics that exist, by name, by id, and in order. Read and changed from any thread. */
final class TopicTable {
  private final Map<TopicKey, Topic> byName = new ConcurrentHashMap<>();
  private final Map<UUID, Topic> byId = new ConcurrentHashMap<>();
  private final Map<Tenant, ConcurrentNavigableMap<String, Topic>> inOrder =
      new ConcurrentHashMap<>();
  private final Map<Tenant, AtomicInteger> counts = new ConcurrentHashMap<>();

  Optional<Topic> find(TopicKey key) {
    return Optional.ofNullable(byName.get(key));
  }

  Optional<Topic> find(Tenant tenant, UUID id) {
    Topic topic = byId.get(id);
    return topic != null && topic.tenant().equals(tenant) ? Optional.of(topic) : Optional.empty();
  }

  Optional<Topic> byId(UUID id) {
    return Optional.ofNullable(byId.get(id));
  }

  int count(Tenant tenant) {
    AtomicInteger count = counts.get(tenant);
    return count == null ? 0 : count.get();
  }

  /** Those of a tenant whose names come after this one, in their order; a view. */
  Collection<Topic> of(Tenant tenant, String after) {
    ConcurrentNavigableMap<String, Topic> topics = inOrder.get(tenant);
    return topics == null ? List.of() : topics.tailMap(after, false).values();
  }

  /** All; a view. */
  Collection<Topic> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** The names of all; a view. */
  Set<TopicKey> keys() {
    return byName.keySet();
  }

  void put(Topic topic) {
    byId.put(topic.id(), topic);
    inOrder
        .computeIfAbsent(topic.tenant(), tenant -> new ConcurrentSkipListMap<>())
        .put(topic.name().text(), topic);
    if (byName.put(TopicKey.of(topic), topic) == null) {
      counts.computeIfAbsent(topic.tenant(), tenant -> new AtomicInteger()).incrementAndGet();
    }
  }

  void remove(Topic topic) {
    AtomicInteger count = counts.get(topic.tenant());
    if (byName.remove(TopicKey.of(topic)) != null && count != null) {
      count.decrementAndGet();
    }
    ConcurrentNavigableMap<String, Topic> topics = inOrder.get(topic.tenant());
    if (topics != null) {
      topics.remove(topic.name().text());
    }
    byId.remove(topic.id());
  }
}

package io.weir.core.publish;

import io.weir.core.topic.Topic;
import io.weir.core.topic.Topics;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which partition a message goes to: by its key as Apache Kafka's default partitioner has it,
 * without a key by turns. Any thread.
 */
final class Partitioner implements Topics.Listener {
  private final Map<UUID, AtomicInteger> turns = new ConcurrentHashMap<>();

  /** The partition of a key. */
  static int of(byte[] key, int partitions) {
    return partitions == 1 ? 0 : (Murmur2.hash(key) & Integer.MAX_VALUE) % partitions;
  }

  /** The partition whose turn it is. */
  int next(Topic topic) {
    if (topic.partitions() == 1) {
      return 0;
    }
    AtomicInteger turn = turns.computeIfAbsent(topic.id(), id -> new AtomicInteger());
    return Math.floorMod(turn.getAndIncrement(), topic.partitions());
  }

  @Override
  public void deleted(Topic topic) {
    turns.remove(topic.id());
  }
}

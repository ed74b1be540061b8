package io.weir.embedded;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All producers that partitions know, the one that wrote longest ago first. Bounded by {@link
 * #MOST} and {@link #EXPIRY_MILLIS}: a producer forgotten may start again at any sequence number,
 * as in Apache Kafka. Used by one thread.
 */
final class ProducerTable {
  /** Producers known at once, over all partitions. */
  static final int MOST = 200_000;

  /** How long a producer that does not write is known. */
  static final long EXPIRY_MILLIS = 7L * 24 * 60 * 60 * 1000;

  /** A producer in a partition. */
  record Key(int partition, long producer) {}

  private final LinkedHashMap<Key, ProducerState> states = new LinkedHashMap<>(64, 0.75f, true);

  /** Whether there may be producers of deleted partitions, as there may be in a checkpoint. */
  private boolean orphans = true;

  @Nullable ProducerState get(Key key) {
    return states.get(key);
  }

  void put(Key key, ProducerState state) {
    states.put(key, state);
    if (states.size() > MOST) {
      states.pollFirstEntry();
    }
  }

  /** Back to what was before a write that failed. */
  void restore(Key key, @Nullable ProducerState before) {
    if (before == null) {
      states.remove(key);
    } else {
      states.put(key, before);
    }
  }

  /** Some partitions are gone; {@link #expire} forgets their producers, all at once. */
  void partitionsDeleted() {
    orphans = true;
  }

  /** Forgets who has not written for long, and the producers of partitions that are gone. */
  void expire(long nowMillis, PartitionTable partitions) {
    if (orphans) {
      states.keySet().removeIf(key -> partitions.get(key.partition()) == null);
      orphans = false;
    }
    Map.Entry<Key, ProducerState> eldest = states.firstEntry();
    while (eldest != null && eldest.getValue().lastMillis() < nowMillis - EXPIRY_MILLIS) {
      states.pollFirstEntry();
      eldest = states.firstEntry();
    }
  }

  int size() {
    return states.size();
  }

  void forEach(BiConsumer<Key, ProducerState> action) {
    states.forEach(action);
  }
}

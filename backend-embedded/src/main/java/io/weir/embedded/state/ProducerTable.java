package io.weir.embedded.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All producers that partitions know, the one that wrote longest ago first. Bounded by {@link
 * #MOST} and {@link #EXPIRY_MILLIS}: a producer forgotten may start again at any sequence number,
 * as in Apache Kafka. Used by one thread.
 */
public final class ProducerTable {
  /** Producers known at once, over all partitions. */
  static final int MOST = 200_000;

  /** How long a producer that does not write is known. */
  static final long EXPIRY_MILLIS = 7L * 24 * 60 * 60 * 1000;

  /** A producer in a partition. */
  public record Key(int partition, long producer) {}

  private final LinkedHashMap<Key, ProducerState> states = new LinkedHashMap<>(64, 0.75f, true);

  /** Those that are not as the last checkpoint has them, the last to change last. */
  private final LinkedHashMap<Key, Boolean> changed = new LinkedHashMap<>(64, 0.75f, true);

  /** So many have changed that they are no longer told apart. */
  private boolean changedMuch;

  /** Whether there may be producers of deleted partitions, as there may be in a checkpoint. */
  private boolean orphans = true;

  public @Nullable ProducerState get(Key key) {
    return states.get(key);
  }

  public void put(Key key, ProducerState state) {
    states.put(key, state);
    change(key);
    if (states.size() > MOST) {
      forgetEldest();
    }
  }

  /** Back to what was before a write that failed. */
  public void restore(Key key, @Nullable ProducerState before) {
    change(key);
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
  public void expire(long nowMillis, PartitionTable partitions) {
    if (orphans) {
      List<Key> left =
          states.keySet().stream().filter(key -> partitions.get(key.partition()) == null).toList();
      left.forEach(key -> restore(key, null));
      orphans = false;
    }
    Map.Entry<Key, ProducerState> eldest = states.firstEntry();
    while (eldest != null && eldest.getValue().lastMillis() < nowMillis - EXPIRY_MILLIS) {
      forgetEldest();
      eldest = states.firstEntry();
    }
  }

  private void forgetEldest() {
    Map.Entry<Key, ProducerState> eldest = states.pollFirstEntry();
    change(eldest.getKey());
  }

  private void change(Key key) {
    if (!changedMuch) {
      changed.put(key, true);
      if (changed.size() > MOST) {
        changedMuch = true;
        changed.clear();
      }
    }
  }

  /** Whether {@link #changed} tells of all there are, for too many have changed. */
  public boolean changedMuch() {
    return changedMuch;
  }

  /** Tells of those that have changed since the last checkpoint; of one that is gone, with null. */
  public void changed(BiConsumer<Key, @Nullable ProducerState> action) {
    if (changedMuch) {
      states.forEach(action);
    } else {
      List.copyOf(changed.keySet()).forEach(key -> action.accept(key, states.get(key)));
    }
  }

  /** A checkpoint has all of them as they are. */
  void unchanged() {
    changed.clear();
    changedMuch = false;
  }

  public void clear() {
    states.clear();
  }

  public int size() {
    return states.size();
  }

  public void forEach(BiConsumer<Key, ProducerState> action) {
    states.forEach(action);
  }
}

package io.weir.core.subscription;

import io.netty.buffer.ByteBuf;
import io.weir.core.state.StateLog;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all cursors of a state partition back: of each the newest snapshot, and the deltas after it
 * in their order. Where one is missing or damaged, the cursor knows less than it did and nobody
 * knows what had been delivered, so all messages that it does not know as settled may have been.
 */
final class CursorReplay implements StateLog.Replay {
  private static final Logger LOG = LoggerFactory.getLogger(CursorReplay.class);
  private static final int MAX_INFLATED_BYTES = 64 << 20;

  private final Map<String, NavigableMap<Integer, Found>> subscriptions = new HashMap<>();

  /** A cursor and how it goes on. */
  record Recovered(Cursor cursor, CursorRing ring) {}

  @Override
  public void batch(RecordBatch batch) {
    if (batch.isControl()) {
      return;
    }
    try (Records records = batch.records(MAX_INFLATED_BYTES)) {
      for (LogRecord record : records) {
        ByteBuf key = record.key();
        if (key != null) {
          CursorKey.of(key).ifPresent(place -> take(place, record.value()));
        }
      }
    }
  }

  private void take(CursorKey key, @Nullable ByteBuf value) {
    Map<Integer, Found> partitions =
        subscriptions.computeIfAbsent(key.subscription(), name -> new TreeMap<>());
    if (value == null) {
      forget(key, partitions);
      return;
    }
    Found found = partitions.computeIfAbsent(key.partition(), partition -> new Found());
    try {
      found.take(key.slot(), CursorCodec.read(value.slice()));
    } catch (InvalidCursorException e) {
      LOG.error(
          "Subscription {}: what was settled in partition {} cannot be read, and may come again: {}",
          key.subscription(),
          key.partition(),
          e.getMessage());
      found.isDamaged = true;
    }
  }

  private void forget(CursorKey key, Map<Integer, Found> partitions) {
    partitions.remove(key.partition());
    if (partitions.isEmpty()) {
      subscriptions.remove(key.subscription());
    }
  }

  /** The cursor of a subscription to a partition; empty if none was written down. */
  Optional<Recovered> cursor(String subscription, int partition) {
    Map<Integer, Found> partitions = subscriptions.get(subscription);
    Found found = partitions == null ? null : partitions.get(partition);
    return Optional.ofNullable(found).map(it -> it.recover(subscription, partition));
  }

  /** How many partitions' cursors were read of a subscription. */
  int partitions(String subscription) {
    NavigableMap<Integer, Found> found = subscriptions.get(subscription);
    return found == null ? 0 : found.lastKey() + 1;
  }

  /** Nobody asks for a subscription again. */
  void forget(String subscription) {
    subscriptions.remove(subscription);
  }

  /** What was read of one cursor. */
  private static final class Found {
    /** Where everything that was written down is damaged. */
    private static final CursorRecord NOTHING = new CursorRecord(0, 0, 0, List.of(), List.of());

    private @Nullable CursorRecord snapshot;
    private final NavigableMap<Long, CursorRecord> deltas = new TreeMap<>();
    private boolean isDamaged;

    void take(int slot, CursorRecord record) {
      if (slot != CursorKey.SNAPSHOT) {
        deltas.put(record.number(), record);
      } else if (snapshot == null || snapshot.number() < record.number()) {
        snapshot = record;
        isDamaged = false; // it is whole, whatever came before
      }
      if (snapshot != null) {
        deltas.headMap(snapshot.number(), true).clear();
      }
    }

    Recovered recover(String subscription, int partition) {
      CursorRecord first = snapshot;
      boolean gap = isDamaged || first == null;
      if (first == null) {
        first = deltas.isEmpty() ? NOTHING : deltas.firstEntry().getValue();
      }
      Cursor cursor = Cursor.of(first);
      long last = first.number();
      for (CursorRecord delta : deltas.tailMap(last, false).values()) {
        gap |= delta.number() != last + 1;
        cursor.apply(delta);
        last = delta.number();
      }
      if (gap) {
        LOG.error(
            "Subscription {} has lost a part of what was settled in partition {}; messages that"
                + " come again are flagged as redelivered",
            subscription,
            partition);
        cursor.mark(Long.MAX_VALUE);
      }
      return new Recovered(cursor, CursorRing.after(last));
    }
  }
}

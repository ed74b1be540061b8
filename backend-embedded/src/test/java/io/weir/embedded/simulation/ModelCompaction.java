package io.weir.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Compaction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of compaction, held against what one has left of a partition: of each key the last
 * record stays, records without a key stay, a tombstone and the end of a transaction go only after
 * their time, what is open or young stays; nothing else changes.
 */
final class ModelCompaction {
  private static final long NEVER = -1;

  private final ModelPartition partition;
  private final Compaction settings;
  private final long now;

  /** Nothing from here on may be touched. */
  private final long stable;

  /** Where the last record of each key is, of those that count. */
  private final Map<String, Long> last = new HashMap<>();

  ModelCompaction(ModelPartition partition, Compaction settings, long now) {
    this.partition = partition;
    this.settings = settings;
    this.now = now;
    this.stable = partition.lastStable(partition.end);
    for (var each : partition.batches.headMap(stable).entrySet()) {
      List<String> values = each.getValue().values;
      for (int i = 0; each.getValue().counts() && i < values.size(); i++) {
        String key = ModelBatch.key(values.get(i));
        if (key != null) {
          last.put(key, each.getKey() + i);
        }
      }
    }
  }

  /** Judges what is left of the batches before an offset, and takes it for what is there. */
  void learn(ObservedPartition observed, long before) {
    Set<Long> endings = new HashSet<>();
    for (var each : Map.copyOf(partition.batches.headMap(before)).entrySet()) {
      if (ModelPartition.lastOf(each) <= observed.offsets.logStart()) {
        continue; // it went with a trim
      }
      ModelBatch batch = each.getValue();
      ModelBatch left = observed.batches.get(each.getKey());
      if (batch.isMarker()) {
        if (left == null) {
          assertThat(isOver(batch)).as("%s went from %s before its time", batch, this).isTrue();
          endings.add(each.getKey());
        }
      } else {
        learn(each.getKey(), batch, left);
      }
      if (left == null) {
        partition.batches.remove(each.getKey());
      } else {
        learnHorizon(batch, left);
      }
    }
    endings.forEach(this::assertNothingLeft);
  }

  private void learn(long base, ModelBatch batch, ModelBatch left) {
    for (int i = 0; i < batch.records(); i++) {
      if (left != null && left.has(i)) {
        assertThat(left.values.get(i))
            .as("%d of %s", base + i, this)
            .isEqualTo(batch.values.get(i));
      } else if (batch.has(i)) {
        assertThat(base + batch.records() <= stable && mayGo(base + i, batch, i))
            .as("record %d of %s is gone: %s", base + i, this, batch.values.get(i))
            .isTrue();
        batch.take(i);
      }
    }
  }

  private boolean mayGo(long offset, ModelBatch batch, int record) {
    if (batch.timestamp + record > now - settings.minLagMillis() && settings.minLagMillis() > 0) {
      return false;
    }
    return isAborted(batch) || isDue(offset, batch, record);
  }

  private boolean isDue(long offset, ModelBatch batch, int record) {
    String key = ModelBatch.key(batch.values.get(record));
    return key != null
        && (last.get(key) > offset
            || ModelBatch.isTombstone(batch.values.get(record)) && isOver(batch));
  }

  private static boolean isAborted(ModelBatch batch) {
    return batch.transaction != null && batch.transaction.state == ModelTransaction.State.ABORTED;
  }

  private boolean isOver(ModelBatch batch) {
    return batch.horizon != NEVER && batch.horizon <= now;
  }

  private void learnHorizon(ModelBatch batch, ModelBatch left) {
    if (left.horizon != batch.horizon && left.horizon != NEVER) {
      assertThat(batch.horizon).as("former horizon of %s of %s", batch, this).isEqualTo(NEVER);
      assertThat(left.horizon)
          .as("horizon of %s of %s", batch, this)
          .isEqualTo(now + settings.tombstoneMillis());
    }
    batch.horizon = left.horizon;
    batch.bytes = left.bytes;
  }

  /** The end of a transaction is gone: so is all that it ended. */
  private void assertNothingLeft(long marker) {
    var all = partition.ended(marker).stream().filter(batch -> !batch.isEmpty()).toList();
    assertThat(all)
        .as("left of a transaction whose end at %d went from %s", marker, this)
        .isEmpty();
  }

  /** A pass that met no obstacle has taken all that may go, where nothing is open or young. */
  void assertComplete() {
    if (stable < partition.end || settings.minLagMillis() > 0 || partition.isDamaged()) {
      return;
    }
    for (var each : partition.batches.entrySet()) {
      ModelBatch batch = each.getValue();
      for (int i = 0; !batch.isMarker() && i < batch.records(); i++) {
        boolean stays = !batch.has(i) || !isAborted(batch) && !isDue(each.getKey() + i, batch, i);
        assertThat(stays)
            .as("record %d of %s, which nobody needs, is gone: %s", each.getKey() + i, this, batch)
            .isTrue();
      }
    }
  }

  @Override
  public String toString() {
    return partition.toString();
  }
}

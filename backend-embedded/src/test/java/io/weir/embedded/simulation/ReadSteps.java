package io.weir.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.BackendException.Corrupt;
import io.weir.backend.BackendException.OffsetOutOfRange;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.Read;
import io.weir.backend.TimestampedOffset;
import io.weir.backend.TopicDescription;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.TestTransaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Readers of every kind, whatever becomes of what they read. */
final class ReadSteps {
  private final LogSimulation simulation;
  private final AppendSteps appends;
  private final KeySteps keys;

  ReadSteps(LogSimulation simulation, AppendSteps appends) {
    this.simulation = simulation;
    this.appends = appends;
    keys = new KeySteps(simulation);
  }

  void step() {
    ModelPartition partition = appends.any();
    switch (simulation.random.nextInt(10)) {
      case 0 -> byTime(partition);
      case 2 -> newest(partition);
      case 3 -> epochs(partition);
      case 1 -> checkCommitted(partition);
      case 4, 5 -> keys.step(partition);
      case 6 -> checkSizes();
      default -> read(partition);
    }
  }

  private void read(ModelPartition partition) {
    Offsets offsets = offsets(partition);
    Isolation isolation = simulation.oneOf(Isolation.values());
    long most = Math.max(1, Math.min(offsets.highWatermark() - partition.start + 4, 200));
    long offset = partition.start - 2 + simulation.random.nextLong(most);
    int bytes = 1 + simulation.random.nextInt(5000);
    simulation.note("read %s from %d, %s", partition, offset, isolation);
    Read read = new Read(partition.id, offset, bytes, isolation);
    Long expected = partition.batchFrom(offset);
    try {
      var found = ObservedPartition.batches(TestLog.getOrThrow(simulation.spi.log().read(read)));
      long end = offsets.end(isolation);
      if (expected == null || expected >= end || offset >= end) {
        assertThat(found).as("read of %s from %d", partition, offset).isEmpty();
      } else {
        assertThat(found.firstKey()).isEqualTo(expected);
        partition.assertHolds(found);
      }
    } catch (OffsetOutOfRange e) {
      assertThat(offset >= offsets.logStart() && offset <= offsets.highWatermark()).isFalse();
    } catch (Corrupt e) {
      assertThat(expected != null && partition.batches.get(expected).damaged)
          .as("%s, and nothing of %s is", e.getMessage(), partition)
          .isTrue();
    }
  }

  private void byTime(ModelPartition partition) {
    if (partition.batches.isEmpty() || partition.isDamaged()) {
      return;
    }
    long timestamp =
        simulation.oneOf(new ArrayList<>(partition.batches.values())).timestamp
            + simulation.random.nextInt(3);
    long expected = partition.firstAt(timestamp);
    simulation.note("offset of %s at %d", partition, timestamp);
    long found =
        TestLog.get(simulation.spi.log().offsetForTimestamp(partition.id, timestamp))
            .map(TimestampedOffset::offset)
            .orElse(-1L);
    assertThat(found).as("offset of %s at %d", partition, timestamp).isEqualTo(expected);
  }

  private void newest(ModelPartition partition) {
    if (partition.isDamaged()) {
      return;
    }
    simulation.note("greatest time of %s", partition);
    long greatest = partition.greatestTime();
    long expected = greatest < 0 ? -1 : partition.firstAt(greatest);
    long found =
        TestLog.get(simulation.spi.log().offsetOfMaxTimestamp(partition.id))
            .map(TimestampedOffset::offset)
            .orElse(-1L);
    assertThat(found).as("offset of the greatest time of %s", partition).isEqualTo(expected);
  }

  /** Each epoch ends where the next one begins. */
  private void epochs(ModelPartition partition) {
    simulation.note("epochs of %s", partition);
    ObservedPartition observed = ObservedPartition.of(simulation.spi, partition.id);
    var newest =
        TestLog.get(simulation.spi.log().endOfEpoch(partition.id, Integer.MAX_VALUE)).orElseThrow();
    assertThat(newest.endOffset()).isEqualTo(observed.offsets.highWatermark());
    for (var each : observed.batches.entrySet()) {
      int epoch = each.getValue().leaderEpoch;
      assertThat(epoch)
          .as("epoch at %s of %s", each, partition)
          .isLessThanOrEqualTo(newest.epoch());
      var end = TestLog.get(simulation.spi.log().endOfEpoch(partition.id, epoch)).orElseThrow();
      assertThat(end.epoch()).isEqualTo(epoch);
      assertThat(end.endOffset())
          .as("end of epoch %d of %s", epoch, partition)
          .isGreaterThanOrEqualTo(ModelPartition.lastOf(each));
      observed.batches.tailMap(each.getKey(), false).entrySet().stream()
          .filter(next -> next.getValue().leaderEpoch > epoch)
          .findFirst()
          .ifPresent(next -> assertThat(end.endOffset()).isLessThanOrEqualTo(next.getKey()));
    }
  }

  /** Topics keep what readers find in them. */
  private void checkSizes() {
    simulation.note("sizes");
    List<ModelTopic> topics = List.copyOf(simulation.model.topics.values());
    List<UUID> ids = new ArrayList<>(topics.stream().map(topic -> topic.id).toList());
    ids.add(new UUID(1, 2));
    long[] sizes = TestLog.get(simulation.spi.topics().sizes(ids));
    for (int i = 0; i < topics.size(); i++) {
      ModelTopic topic = topics.get(i);
      long found = 0;
      boolean exact = true;
      for (ModelPartition partition : topic.partitions) {
        ObservedPartition observed = ObservedPartition.of(simulation.spi, partition.id);
        found += observed.batches.values().stream().mapToLong(batch -> batch.bytes).sum();
        exact &= !partition.isDamaged() && observed.isThereFromItsStart();
      }
      assertThat(sizes[i])
          .as("size of %s, exactly: %s", topic.name, exact)
          .isBetween(found, exact ? found : Long.MAX_VALUE);
    }
    assertThat(sizes[topics.size()]).as("size of a topic that is not there").isZero();
  }

  private Offsets offsets(ModelPartition partition) {
    return TestLog.get(simulation.spi.log().offsets(partition.id));
  }

  /** Readers see what the model has, no less and no more. */
  void checkAll() {
    assertThat(simulation.spi.capabilities().features()).containsOnly(Feature.values());
    assertThat(simulation.spi.measures())
        .isNotEmpty()
        .allSatisfy(measure -> assertThat(measure.value()).isNotNegative());
    checkSizes();
    for (ModelPartition partition : simulation.model.partitions()) {
      ObservedPartition observed = ObservedPartition.of(simulation.spi, partition.id);
      partition.assertSame(observed);
      checkCommitted(partition);
    }
  }

  void checkCommitted(ModelPartition partition) {
    Offsets offsets = offsets(partition);
    long stable = partition.lastStable(offsets.highWatermark());
    assertThat(offsets.lastStable()).as("last stable offset of %s", partition).isEqualTo(stable);
    if (!partition.isDamaged()) {
      int bytes = simulation.oneOf(1, 4000, 1 << 20);
      assertThat(
              TestTransaction.committed(
                  simulation.log, partition.id, bytes, ObservedPartition::text))
          .as("%s as seen by a committed reader", partition)
          .isEqualTo(partition.committed(stable));
    }
  }

  /**
   * Bits were flipped in a place that nobody knows: what is served is right, and what is not is
   * told as damaged. A topic may be gone with the record of it.
   *
   * @param named whether the log said that something in it is damaged
   */
  void checkAfterDamage(boolean named) {
    Set<UUID> there = new HashSet<>();
    for (TopicDescription each : TestLog.get(simulation.spi.topics().list())) {
      there.add(each.id());
    }
    for (ModelPartition partition : simulation.model.partitions()) {
      if (there.contains(partition.id.topic())) {
        checkAfterDamage(partition, named);
      }
    }
  }

  private void checkAfterDamage(ModelPartition partition, boolean named) {
    ObservedPartition observed = ObservedPartition.of(simulation.spi, partition.id);
    TreeMap<Long, ModelBatch> missing = new TreeMap<>(partition.batches);
    observed.batches.keySet().forEach(missing::remove);
    for (Map.Entry<Long, ModelBatch> each : missing.entrySet()) {
      if (named && observed.batches.tailMap(each.getKey()).isEmpty()) {
        // Whose it was, the head said that is damaged, and nothing behind it tells of a gap.
        assertNotGivenAgain(partition, each);
      } else {
        assertThat(observed.isCorrupt(Math.max(partition.start, each.getKey())))
            .as("%s of %s is told as damaged", each, partition)
            .isTrue();
      }
    }
    missing.keySet().forEach(partition.batches::remove);
    partition.assertHolds(observed.batches);
  }

  /** What comes next has an offset that no lost record had. */
  private void assertNotGivenAgain(ModelPartition partition, Map.Entry<Long, ModelBatch> lost) {
    assertThat(simulation.log.append(partition.id, "next"))
        .as("what comes after %s of %s, which is lost", lost, partition)
        .isGreaterThanOrEqualTo(partition.end);
  }
}

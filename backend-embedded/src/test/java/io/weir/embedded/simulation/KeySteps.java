package io.weir.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.weir.backend.BackendException.Corrupt;
import io.weir.backend.BackendException.OffsetOutOfRange;
import io.weir.backend.Isolation;
import io.weir.backend.KeyRead;
import io.weir.backend.KeyReadResult;
import io.weir.backend.Offsets;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Readers of one key, from anywhere to the end of what may be seen. Keys are so few that no two
 * have the same hash: what is found has the key.
 */
final class KeySteps {
  private static final String NOBODYS = "k9";

  private final LogSimulation simulation;

  KeySteps(LogSimulation simulation) {
    this.simulation = simulation;
  }

  void step(ModelPartition partition) {
    int chosen = simulation.random.nextInt(AppendSteps.KEYS.size() + 1);
    String key = chosen == AppendSteps.KEYS.size() ? NOBODYS : AppendSteps.KEYS.get(chosen);
    Isolation isolation = simulation.oneOf(Isolation.values());
    Offsets offsets = TestLog.get(simulation.spi.log().offsets(partition.id));
    long end = offsets.end(isolation);
    long most = Math.max(1, offsets.highWatermark() - partition.start + 4);
    long offset = partition.start - 2 + simulation.random.nextLong(most);
    int bytes = 1 + simulation.random.nextInt(5000);
    simulation.note("read %s by %s from %d, %s", partition, key, offset, isolation);
    try {
      long next = read(partition, key, offset, bytes, isolation, end);
      while (next < end) {
        next = read(partition, key, next, bytes, isolation, end);
      }
    } catch (OffsetOutOfRange e) {
      assertThat(offset >= offsets.logStart() && offset <= offsets.highWatermark())
          .as("%d of %s, which is %s, can be read from", offset, partition, offsets)
          .isFalse();
    }
  }

  /** Reads once; returns where to go on, which is further on unless that is the end. */
  private long read(
      ModelPartition partition, String key, long offset, int bytes, Isolation isolation, long end) {
    try {
      KeyReadResult result = call(partition.id, key, offset, bytes, isolation);
      int size = result.batches().readableBytes();
      var found = ObservedPartition.batches(result);
      if (offset >= end) {
        assertThat(found).as("read of %s by %s from %d", partition, key, offset).isEmpty();
        assertThat(result.next()).isEqualTo(offset);
      } else {
        assertThat(result.next())
            .as("where to go on in %s after %d, of %d", partition, offset, end)
            .isGreaterThan(offset)
            .isLessThanOrEqualTo(end);
        assertThat(found.size() < 2 || size <= bytes)
            .as("%d bytes in %d batches, wanted %d", size, found.size(), bytes)
            .isTrue();
        assertFound(partition, key, offset, result.next(), isolation, found);
      }
      return result.next();
    } catch (Corrupt e) {
      Long first = partition.batchFrom(offset);
      assertThat(first != null && partition.batches.get(first).damaged)
          .as("%s, and nothing of %s is", e.getMessage(), partition)
          .isTrue();
      assertThat(e.nextReadable()).isGreaterThan(offset);
      return e.nextReadable();
    }
  }

  private KeyReadResult call(
      TopicPartition id, String key, long offset, int bytes, Isolation isolation) {
    var wanted = Unpooled.copiedBuffer(key, StandardCharsets.UTF_8);
    var answer = simulation.spi.log().readByKey(new KeyRead(id, wanted, offset, bytes, isolation));
    wanted.setZero(0, wanted.capacity()); // the caller's, who may do with it what it likes
    return TestLog.getOrThrow(answer);
  }

  /** All that have the key and may be seen are there, whole and in order, and no others. */
  private static void assertFound(
      ModelPartition partition,
      String key,
      long offset,
      long next,
      Isolation isolation,
      NavigableMap<Long, ModelBatch> found) {
    TreeMap<Long, ModelBatch> expected = new TreeMap<>();
    for (var each : partition.batches.headMap(next).entrySet()) {
      ModelBatch batch = each.getValue();
      boolean shown = isolation == Isolation.UNCOMMITTED ? !batch.isMarker() : batch.counts();
      if (ModelPartition.lastOf(each) > offset && shown && !batch.damaged && batch.hasKey(key)) {
        expected.put(each.getKey(), batch);
      }
    }
    assertThat(ModelPartition.text(found))
        .as("%s by %s from %d to %d, %s", partition, key, offset, next, isolation)
        .isEqualTo(ModelPartition.text(expected));
  }
}

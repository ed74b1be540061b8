package io.weir.embedded.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.AppendResult;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.simulation.SimulatedDisk;
import io.weir.embedded.simulation.SimulatedFaults.Fault;
import io.weir.embedded.simulation.SimulatedFaults.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A disk whose sync fails once, and whose system then takes for written what is not: the next sync
 * succeeds without having written it.
 */
class FailedSyncTest {
  @TempDir Path directory;

  /**
   * @param seed what the disk forgets follows from it: nothing, all, or some sectors
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatAFailedSyncLeftBehindIsOnDiskBeforeItIsAcknowledgedByTheNextProcess(long seed)
      throws IOException {
    SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(seed));
    TestLog log = new TestLog(directory, TestLog.SMALL);
    log.faults = real -> disk;
    log.open();
    TopicPartition partition = log.partition("orders");
    TestLog.get(log.backend.log().append(partition, TestLog.batch(7, 0, 0, "before")));
    disk.log.failNext(Operation.FORCE, Fault.ERROR);
    TestLog.failure(
        Unavailable.class, log.backend.log().append(partition, TestLog.batch(7, 0, 1, "unsure")));

    log.kill();
    disk.endProcess();
    log.open();
    AppendResult again =
        TestLog.get(log.backend.log().append(partition, TestLog.batch(7, 0, 1, "unsure")));
    log.kill();
    disk.losePower();
    log.boot = UUID.randomUUID();
    log.open();

    assertThat(log.records(partition)).containsEntry(again.baseOffset(), "unsure");
    assertThat(log.values(partition)).containsExactly("before", "unsure");
    log.close();
  }
}

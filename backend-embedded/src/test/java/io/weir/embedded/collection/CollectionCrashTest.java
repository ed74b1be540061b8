package io.weir.embedded.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Durability;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.Retention;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.TestTransaction;
import io.weir.embedded.simulation.SimulatedDisk;
import io.weir.embedded.simulation.SimulatedFaults.Fault;
import io.weir.embedded.simulation.SimulatedFaults.Operation;
import io.weir.embedded.storage.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever becomes of disk and process in the midst of a collection, what is live is there. */
class CollectionCrashTest {
  private static final String FILLER = "x".repeat(3000);

  @TempDir Path directory;

  private SimulatedDisk disk;
  private TestLog log;
  private TopicPartition kept;
  private TopicPartition days;
  private Map<Long, String> keptBefore;
  private Map<Long, String> daysBefore;
  private List<String> committedBefore;

  /** How the machine ends. */
  enum End {
    CRASH,
    POWER_CUT
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void nothingLiveIsLostWhereverItEnds(End end) throws IOException {
    boolean over = false;
    int operations = 0;
    while (!over) {
      fill(operations);
      disk.log.dieAfter(operations++);
      TestLog.get(log.backend.collect(200));
      over = !disk.log.isGone();
      log.kill();
      if (end == End.CRASH) {
        disk.endProcess();
      } else {
        disk.losePower();
      }
      log.open();
      assertSame("after operation " + operations);
      TestLog.get(log.backend.collect(200));
      assertSame("collected after operation " + operations);
      log.crash();
      assertSame("opened again after operation " + operations);
      log.close();
    }
    assertThat(operations).isGreaterThan(15);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void aDiskThatFailsOnceLeavesTheLogAsItWas(Operation operation) throws IOException {
    for (Fault fault :
        operation == Operation.FORCE ? List.of(Fault.ERROR) : List.of(Fault.values())) {
      fill(fault.ordinal());
      disk.log.failNext(operation, fault);

      TestLog.get(log.backend.collect(200));

      assertSame(operation + " " + fault);
      assertThat(log.backend.trouble()).isEmpty();
      disk.log.clear();
      TestLog.get(log.backend.collect(200));
      assertSame("collected after " + operation + " " + fault);
      assertThat(disk.segments()).anyMatch(number -> number >= Layout.FIRST_COLLECTED);
      log.close();
      disk.endProcess();
    }
  }

  @Test
  void aLogThatIsClosedInTheMidstOfItEndsInOrder() throws Exception {
    fill(1);
    disk.log.hold(Operation.CREATE);
    var collecting = log.backend.collect(200);
    assertThat(disk.log.reached().await(60, TimeUnit.SECONDS)).isTrue();
    var closing = log.backend.close();
    disk.log.letGo();
    TestLog.get(closing);
    assertThat(log.directory.resolve("stopped")).exists();
    assertThat(disk.spares()).isEmpty();
    assertThat(disk.segments()).allMatch(number -> number < Layout.FIRST_COLLECTED);
    disk.endProcess();
    log.open();
    assertSame("after a stop");
    log.close();
  }

  private void fill(int seed) throws IOException {
    disk = new SimulatedDisk(new SplittableRandom(seed));
    log = new TestLog(Files.createTempDirectory(directory, "log"), TestLog.SMALL);
    log.faults = real -> disk;
    log.open();
    kept = log.partition("kept");
    days =
        new TopicPartition(
            log.topic(
                    "days",
                    1,
                    TopicSettings.STATE.withRetention(new Retention(1L << 50, Retention.UNLIMITED)))
                .id(),
            0);
    TopicPartition filler = log.partition("filler", Durability.ASYNC);
    for (int i = 0; i < 100; i++) {
      log.append(filler, FILLER);
      if (i % 9 == 0) {
        log.append(kept, "kept " + i, "and more");
        log.append(days, "day " + i);
      }
      if (i % 30 == 10) {
        new TestTransaction(log, "tx" + i).begin(kept).write(kept, "no").end(Outcome.ABORT);
      }
    }
    log.backend.awaitSegments();
    TestLog.get(log.backend.log().trim(filler, log.end(filler)));
    keptBefore = log.records(kept);
    daysBefore = log.records(days);
    committedBefore = new ArrayList<>(TestTransaction.committed(log, kept, 1 << 20));
  }

  private void assertSame(String when) {
    assertThat(log.records(kept)).as(when).isEqualTo(keptBefore);
    assertThat(log.records(days)).as(when).isEqualTo(daysBefore);
    assertThat(TestTransaction.committed(log, kept, 1 << 20)).as(when).isEqualTo(committedBefore);
  }
}

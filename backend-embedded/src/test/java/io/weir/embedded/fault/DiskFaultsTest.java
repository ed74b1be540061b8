package io.weir.embedded.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Full;
import io.weir.backend.BackendException.InvalidBatch;
import io.weir.backend.BackendException.Throttled;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Durability;
import io.weir.backend.PartitionAppend;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.FaultyStorage;
import io.weir.embedded.fixture.LogFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, slow or broken. */
class DiskFaultsTest {
  private static final String FILLER = "x".repeat(4000);

  @TempDir Path directory;

  private TestLog log;
  private FaultyStorage disk;
  private TopicPartition partition;

  @BeforeEach
  void open() throws IOException {
    log = new TestLog(directory, TestLog.SMALL);
    log.faults =
        real -> {
          disk = new FaultyStorage(real);
          return disk;
        };
    log.open();
    partition = log.partition("orders");
  }

  @Test
  void aFullDiskFailsAppendsUntilThereIsSpaceAndLeavesNoGap() throws IOException {
    log.append(partition, "before");

    disk.full = true;
    TestLog.failure(Full.class, log.appending(partition, "while full"));
    TestLog.failure(Full.class, log.appending(partition, "while full"));
    assertThat(log.values(partition)).containsExactly("before");
    disk.full = false;

    assertThat(log.append(partition, "after")).isEqualTo(1);
    log.crash();
    assertThat(log.values(partition)).containsExactly("before", "after");
    log.close();
  }

  @Test
  void whatAFullDiskRefusedIsNotFoundThoughOnlyZerosOfItAreMissing() throws IOException {
    log.append(partition, "before");

    disk.full = true;
    TestLog.failure(Full.class, log.appending(partition, "\0".repeat(4000)));
    disk.full = false;
    log.crash();

    assertThat(log.values(partition)).containsExactly("before");
    log.close();
  }

  @Test
  void aProducerSendsAgainWhatAFullDiskRefused() {
    log.append(partition, "before");
    TestLog.get(log.backend.log().append(partition, TestLog.batch(9, 0, 0, "a")));

    disk.full = true;
    TestLog.failure(Full.class, log.backend.log().append(partition, TestLog.batch(9, 0, 1, "b")));
    disk.full = false;

    assertThat(TestLog.get(log.backend.log().append(partition, TestLog.batch(9, 0, 1, "b"))))
        .isInstanceOf(AppendResult.Appended.class);
    assertThat(log.values(partition)).containsExactly("before", "a", "b");
    log.close();
  }

  @Test
  void wantOfFileDescriptorsIsNotToldAsWantOfSpaceAndPasses() {
    disk.noDescriptors = true;
    Future<AppendResult> append = log.appending(partition, FILLER);
    while (failureOf(append) == null) {
      append = log.appending(partition, FILLER);
    }

    assertThat(failureOf(append))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("file descriptor")
        .hasMessageContaining("Too many open files");
    assertThat(log.backend.trouble()).isEmpty();
    disk.noDescriptors = false;
    await().untilAsserted(() -> assertThat(failureOf(log.appending(partition, FILLER))).isNull());
    log.close();
  }

  @Test
  void trimmingAndDeletingWorkOnAFullDiskAndMakeSpace() throws IOException {
    TopicPartition other = log.partition("other");
    while (LogFiles.segments(directory).size() < 4) {
      log.append(partition, FILLER);
    }
    disk.noNewSegments = true;
    Future<AppendResult> append = log.appending(other, FILLER);
    while (failureOf(append) == null) {
      append = log.appending(other, FILLER);
    }
    assertThat(failureOf(append)).isInstanceOf(Full.class);

    long end = log.end(partition);
    assertThat(TestLog.get(log.backend.log().trim(partition, end))).isEqualTo(end);
    TestLog.get(log.backend.topics().delete(partition.topic()));
    log.sweep();

    await().untilAsserted(() -> assertThat(LogFiles.segments(directory)).hasSizeLessThan(4));
    disk.noNewSegments = false;
    await().untilAsserted(() -> assertThat(failureOf(log.appending(other, FILLER))).isNull());
    log.close();
  }

  @Test
  void afterAFailedSyncNothingIsAcknowledgedAnyMoreAndReadsGoOn() throws IOException {
    log.append(partition, "before");

    disk.failingForce = true;
    TestLog.failure(Unavailable.class, log.appending(partition, "lost?"));
    disk.failingForce = false;

    Unavailable later = TestLog.failure(Unavailable.class, log.appending(partition, "later"));
    assertThat(later).hasMessageContaining("a sync failed").hasMessageContaining("started again");
    assertThat(log.backend.trouble()).contains(later);
    TestLog.failure(Unavailable.class, log.backend.topics().create("t", 1, TopicSettings.STATE));
    assertThat(log.values(partition)).containsExactly("before");

    log.restart();
    log.append(partition, "again");
    assertThat(log.values(partition)).startsWith("before").endsWith("again");
    log.close();
  }

  @Test
  void appendsThatGatherWhileTheDiskIsBusyShareOneWriteAndOneSync() {
    CountDownLatch gate = new CountDownLatch(1);
    disk.gate = gate;
    int writes = disk.writes.get();
    int forces = disk.forces.get();
    List<Future<AppendResult>> appends = new ArrayList<>();
    appends.add(log.appending(partition, "first"));
    await().until(() -> disk.writes.get() > writes);
    for (int i = 0; i < 50; i++) {
      appends.add(log.appending(partition, "v" + i));
    }

    gate.countDown();

    appends.forEach(TestLog::get);
    assertThat(disk.writes.get() - writes).isEqualTo(2);
    assertThat(disk.forces.get() - forces).isEqualTo(2);
    log.close();
  }

  @Test
  void aBatchThatItsCallerReleasedFailsAloneAndTheLogGoesOn() {
    CountDownLatch gate = new CountDownLatch(1);
    disk.gate = gate;
    int writes = disk.writes.get();
    Future<AppendResult> before = log.appending(partition, "before");
    await().until(() -> disk.writes.get() > writes);
    ByteBuf given = Unpooled.copiedBuffer(TestLog.batch("given away"));
    Future<AppendResult> broken = log.backend.log().append(partition, given);
    given.release();
    Future<AppendResult> after = log.appending(partition, "after");

    gate.countDown();

    TestLog.failure(InvalidBatch.class, broken);
    TestLog.get(before);
    TestLog.get(after);
    assertThat(log.values(partition)).containsExactly("before", "after");
    assertThat(log.backend.trouble()).isEmpty();
    log.close();
  }

  @Test
  void aLoneAppendTakesOneSyncAndAnAsyncOneNone() {
    TopicPartition async = log.partition("async", Durability.ASYNC);
    int forces = disk.forces.get();

    log.append(async, "cheap");
    assertThat(disk.forces.get()).isEqualTo(forces);
    log.append(partition, "dear");
    assertThat(disk.forces.get()).isEqualTo(forces + 1);
    log.close();
  }

  @Test
  void whatWouldWaitPastTheBoundIsThrottledAtOnce() throws IOException {
    log.close();
    log = new TestLog(directory, Map.of("segmentBytes", 1 << 20, "queueBytes", 64 << 10));
    log.faults =
        real -> {
          disk = new FaultyStorage(real);
          return disk;
        };
    log.open();
    CountDownLatch gate = new CountDownLatch(1);
    disk.gate = gate;
    List<Future<AppendResult>> appends = new ArrayList<>();
    BackendException refusal = null;
    while (refusal == null) {
      Future<AppendResult> append = log.appending(partition, FILLER);
      appends.add(append);
      refusal = append.failed() ? (BackendException) append.cause() : null;
    }
    assertThat(refusal).isInstanceOf(Throttled.class);
    assertThat(appends).hasSizeLessThan(20);
    assertThat(log.end(partition)).isZero();

    gate.countDown();

    appends.removeLast();
    appends.forEach(TestLog::get);
    log.append(partition, "room again");
    log.close();
  }

  @Test
  void batchesThatTogetherNeverFitAreRefusedForGoodAndFewerAreTaken() throws IOException {
    log.close();
    log = new TestLog(directory, Map.of("segmentBytes", 1 << 20, "queueBytes", 64 << 10)).open();
    List<PartitionAppend> appends = new ArrayList<>();
    for (int i = 0; i < 300; i++) { // of some 70 bytes each
      appends.add(new PartitionAppend(partition, TestLog.batch("v")));
    }

    InvalidBatch refusal =
        TestLog.failure(InvalidBatch.class, log.backend.log().appendAll(appends));

    assertThat(refusal.reason()).isEqualTo(InvalidBatch.Reason.TOO_LARGE);
    assertThat(refusal)
        .hasMessageContaining("300 batches")
        .hasMessageContaining("append them in several calls");
    assertThat(appends).allMatch(append -> append.batch().refCnt() == 0);
    List<PartitionAppend> fewer = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      fewer.add(new PartitionAppend(partition, TestLog.batch("v")));
    }
    assertThat(TestLog.get(log.backend.log().appendAll(fewer))).hasSize(90);
    log.close();
  }

  private static Throwable failureOf(Future<?> future) {
    try {
      TestLog.getOrThrow(future);
      return null;
    } catch (BackendException e) {
      return e;
    }
  }
}

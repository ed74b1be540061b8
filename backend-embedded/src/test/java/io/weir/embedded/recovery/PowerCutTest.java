package io.weir.embedded.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.BackendException;
import io.weir.backend.Durability;
import io.weir.backend.EpochEnd;
import io.weir.backend.Offsets;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.FaultyStorage;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.state.LogState;
import io.weir.embedded.storage.Layout;
import io.weir.record.Batches;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operating system had not written when it went down with the process. */
class PowerCutTest {
  @TempDir Path directory;

  @Test
  void anOffsetThatAReaderOfAnAsyncTopicSawIsNeverGivenAway() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition async = log.partition("async", Durability.ASYNC);
    TopicPartition sync = log.partition("sync");
    log.append(async, "safe");
    log.append(sync, "safe"); // its sync takes the other along
    Path segment = LogFiles.lastSegment(directory);
    byte[] synced = Files.readAllBytes(segment);
    log.append(async, "seen and lost");
    assertThat(log.values(async)).containsExactly("safe", "seen and lost");
    log.kill();
    Files.write(segment, synced);

    log.boot = UUID.randomUUID();
    log.open();

    assertThat(log.values(async)).containsExactly("safe");
    Offsets before = TestLog.get(log.backend.log().offsets(async));
    assertThat(before.highWatermark()).isEqualTo(1);
    assertThat(before.leaderEpoch()).isEqualTo(1);
    long next = log.append(async, "new");
    assertThat(next).isGreaterThan(1);
    assertThat(log.values(async)).containsExactly("safe", "new");
    assertThat(TestLog.get(log.backend.log().endOfEpoch(async, 0))).contains(new EpochEnd(0, 1));

    assertThat(log.values(sync)).containsExactly("safe");
    assertThat(log.append(sync, "next")).isEqualTo(1);

    log.crash();
    assertThat(log.values(async)).containsExactly("safe", "new");
    assertThat(log.append(async, "newer")).isEqualTo(next + 1);
    log.close();
  }

  @Test
  void aKilledProcessLosesNothingAsyncAndItsOffsetsStayDense() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition async = log.partition("async", Durability.ASYNC);
    for (int i = 0; i < 20; i++) {
      log.append(async, "v" + i);
    }

    log.crash();

    assertThat(log.values(async)).hasSize(20);
    assertThat(log.append(async, "next")).isEqualTo(20);
    assertThat(TestLog.get(log.backend.log().offsets(async)).leaderEpoch()).isEqualTo(1);
    log.close();
  }

  @Test
  void anOrderlyStopChangesNoEpoch() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition async = log.partition("async", Durability.ASYNC);
    log.append(async, "v");
    log.boot = UUID.randomUUID(); // the machine was shut down in order, too

    log.restart();

    assertThat(TestLog.get(log.backend.log().offsets(async))).isEqualTo(new Offsets(0, 1, 1, 0));
    log.close();
  }

  @Test
  void theOffsetsAfterALossAreKeptOverAnotherRestartBeforeAnythingIsAppended() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition async = log.partition("async", Durability.ASYNC);
    log.append(async, "v");

    log.powerCut();
    log.restart();

    assertThat(log.end(async)).isEqualTo(1);
    assertThat(log.append(async, "w")).isGreaterThan(LogState.SKIP);
    log.close();
  }

  @Test
  void whatIsSkippedBehindADamagedBatchIsNotToldAsDamaged() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition async = log.partition("async", Durability.ASYNC);
    log.append(async, "to be damaged");
    log.crash();
    log.powerCut();
    long next = log.append(async, "behind");
    log.close();
    Path segment = LogFiles.lastSegment(directory);
    String bytes = Files.readString(segment, StandardCharsets.ISO_8859_1);
    LogFiles.flip(segment, bytes.indexOf("to be damaged"));

    log.open();

    TestLog.failure(BackendException.Corrupt.class, log.reading(async, 0));
    assertThat(log.start(async)).isZero();
    ReadResult behind = TestLog.get(log.reading(async, 1));
    assertThat(Batches.in(behind.batches()).iterator().next().baseOffset()).isEqualTo(next);
    behind.batches().release();
    log.close();
  }

  @Test
  void aStartThatIsCutShortAnywhereForgetsNoLoss() throws IOException {
    for (int writes = 0; writes < 5; writes++) {
      TestLog log = new TestLog(directory.resolve("cut after " + writes), TestLog.SMALL).open();
      TopicPartition async = log.partition("async", Durability.ASYNC);
      while (LogFiles.segments(log.directory).size() < 2) {
        log.append(async, "x".repeat(4000));
      }
      log.kill();
      // Nothing of the last segment had come to the disk, and the one before it has no room left.
      Path last = LogFiles.lastSegment(log.directory);
      byte[] bytes = Files.readAllBytes(last);
      Arrays.fill(bytes, Layout.FIRST_COMMIT, bytes.length, (byte) 0);
      Files.write(last, bytes);
      log.boot = UUID.randomUUID();
      tryToOpen(log, writes);

      log.open();

      assertThat(log.append(async, "new"))
          .as(log.directory.toString())
          .isGreaterThan(LogState.SKIP);
      log.close();
    }
  }

  private static void tryToOpen(TestLog log, int writes) {
    log.faults =
        real -> {
          FaultyStorage disk = new FaultyStorage(real);
          disk.writesLeft.set(writes);
          return disk;
        };
    try {
      log.open();
      log.kill();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("does not answer");
    }
    log.faults = UnaryOperator.identity();
  }
}

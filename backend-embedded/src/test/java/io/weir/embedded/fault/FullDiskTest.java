package io.weir.embedded.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Full;
import io.weir.backend.Claim;
import io.weir.backend.Durability;
import io.weir.backend.PartitionAppend;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.FaultyStorage;
import io.weir.embedded.fixture.LogFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a full disk interrupted leaves no trace, and a full disk can be emptied. */
class FullDiskTest {
  private static final String FILLER = "x".repeat(4000);

  @TempDir Path directory;

  private TestLog log;
  private FaultyStorage disk;

  @BeforeEach
  void open() throws IOException {
    log = new TestLog(directory, TestLog.SMALL);
    log.faults =
        real -> {
          disk = new FaultyStorage(real);
          return disk;
        };
    log.open();
  }

  @Test
  void aWriteThatADiskCutShortHidesNothingThatIsWrittenAfterAnOrderlyStop() throws IOException {
    TopicPartition sync = log.partition("sync");
    TopicPartition async = log.partition("async", Durability.ASYNC);
    log.append(async, "before");
    disk.full = true;
    TestLog.failure(Full.class, log.appending(async, FILLER));
    disk.full = false;

    log.restart();
    log.append(sync, "acknowledged");
    log.crash();

    assertThat(log.values(sync)).containsExactly("acknowledged");
    assertThat(log.values(async)).containsExactly("before");
    log.close();
  }

  @Test
  void segmentsGoThoughNotEvenTheReserveHasRoom() throws IOException {
    TopicPartition large = log.partition("large");
    TopicPartition other = log.partition("other");
    log.append(other, Collections.nCopies(100, "v").toArray(String[]::new));
    while (LogFiles.segments(directory).size() < 4) {
      log.append(large, FILLER);
    }
    disk.noNewSegments = true;
    while (!isFull(() -> log.append(large, FILLER))) {}
    log.sweep(); // after the one that the full disk began
    TestLog.get(log.backend.log().trim(large, log.end(large)));
    long start = 1;
    while (!isFull(() -> TestLog.get(log.backend.log().trim(other, log.start(other) + 1)))) {
      assertThat(log.start(other)).isEqualTo(start++);
    }

    log.sweep();

    await().untilAsserted(() -> assertThat(LogFiles.segments(directory)).hasSizeLessThan(4));
    log.close();
  }

  @Test
  void aProducerIdIsGivenOutOnceThoughAFullDiskRefusedMany() throws IOException {
    disk.full = true;
    for (int i = 0; i < 1100; i++) {
      TestLog.failure(Full.class, log.backend.producers().newProducer());
    }
    disk.full = false;

    long id = TestLog.get(log.backend.producers().newProducer()).id();
    log.crash();

    assertThat(TestLog.get(log.backend.producers().newProducer()).id()).isGreaterThan(id);
    log.close();
  }

  @Test
  void whoHoldsAClaimStillWritesItsStateThereAndTheLogItsOwnRecordsAfterThat() throws IOException {
    TopicPartition messages = log.partition("messages");
    TopicPartition state = log.partition("state");
    Claim claim = TestLog.get(log.backend.log().claim(state));
    disk.noNewSegments = true;
    while (!isFull(() -> log.append(messages, "small"))) {}

    TestLog.get(settle(claim, state));
    TestLog.failure(Full.class, settle(claim, state, messages));
    while (!isFull(() -> TestLog.get(settle(claim, state)))) {}

    assertThat(TestLog.get(log.backend.log().trim(messages, 1))).isEqualTo(1);
    assertThat(log.values(state)).isNotEmpty().containsOnly("settled");
    log.close();
  }

  private static Future<List<AppendResult>> settle(Claim claim, TopicPartition... targets) {
    return claim.append(
        Arrays.stream(targets)
            .map(target -> new PartitionAppend(target, TestLog.batch("settled")))
            .toList());
  }

  private static boolean isFull(Runnable call) {
    try {
      call.run();
      return false;
    } catch (AssertionError e) {
      assertThat(e.getCause()).isInstanceOf(BackendException.Full.class);
      return true;
    }
  }
}

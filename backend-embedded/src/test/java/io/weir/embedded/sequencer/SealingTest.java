package io.weir.embedded.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.backend.BackendException.Full;
import io.weir.backend.PartitionAppend;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.FaultyStorage;
import io.weir.embedded.fixture.LogFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a segment and the beginning of the next hold up nobody, and may be cut short. */
class SealingTest {
  private static final String FILLER = "x".repeat(4000);

  /** So many records fill half of a segment, at which the next is made, but not all of it. */
  private static final int MORE_THAN_HALF = 9;

  @TempDir Path directory;

  private final Map<Long, String> expected = new LinkedHashMap<>();
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
  void appendsAndReadsGoOnWhileAFullSegmentIsFinished() throws IOException {
    CountDownLatch gate = new CountDownLatch(1);
    disk.sealGate = gate;

    fill(2);
    append();

    assertThat(LogFiles.indexes(directory)).isEmpty();
    assertThat(log.records(partition)).isEqualTo(expected);
    gate.countDown();
    await().untilAsserted(() -> assertThat(LogFiles.indexes(directory)).hasSize(1));
    assertThat(log.records(partition)).isEqualTo(expected);
    log.close();
  }

  @Test
  void theNextSegmentIsMadeBeforeItIsNeeded() throws IOException {
    fillUntilTheNextIsMade();
    assertThat(LogFiles.segments(directory)).hasSize(1);
    disk.noNewSegments = true;

    fill(2);

    assertThat(log.records(partition)).isEqualTo(expected);
    log.close();
  }

  @Test
  void aSegmentThatACrashLeftUnfinishedIsFinishedByTheNextStart() throws IOException {
    disk.failingSeals = true;
    fill(3);
    List<Path> segments = LogFiles.segments(directory);
    log.kill();
    assertThat(LogFiles.indexes(directory)).isEmpty();
    assertThat(segments.getFirst()).hasSize(64 << 10);
    log.faults = UnaryOperator.identity();

    log.open();

    assertThat(log.records(partition)).isEqualTo(expected);
    assertThat(LogFiles.indexes(directory)).hasSize(2);
    assertThat(segments.subList(0, 2)).allMatch(segment -> segment.toFile().length() < 64 << 10);
    append();
    log.crash();
    assertThat(log.records(partition)).isEqualTo(expected);
    log.close();
  }

  @Test
  void aWriteThatFailedBeforeTheEndOfAnUnfinishedSegmentStaysUndone() throws IOException {
    disk.failingSeals = true;
    fillUntilTheNextIsMade();
    disk.full = true;
    List<PartitionAppend> several =
        Stream.of("a", "b", "c", "d")
            .map(value -> new PartitionAppend(partition, TestLog.batch(value.repeat(1000))))
            .toList();
    TestLog.failure(Full.class, log.backend.log().appendAll(several)); // half of it was written
    disk.full = false;
    String large = "y".repeat(50_000); // has no room behind it
    await().untilAsserted(() -> expected.put(log.append(partition, large), large));
    assertThat(LogFiles.segments(directory)).hasSize(2);
    log.kill();
    log.faults = UnaryOperator.identity();

    log.open();

    assertThat(log.records(partition)).isEqualTo(expected);
    log.close();
  }

  @Test
  void aSpareSegmentIsGoneAfterAStopAndAfterACrash() throws IOException {
    fillUntilTheNextIsMade();
    log.close();
    assertThat(spares()).isEmpty();

    log.open();
    await().until(() -> spares().size() == 1);
    log.kill();
    assertThat(spares()).hasSize(1);
    log.open();
    assertThat(log.records(partition)).isEqualTo(expected);
    log.close();
    assertThat(spares()).isEmpty();
  }

  @Test
  void aSegmentThatLostItsNewNameWithThePowerIsFoundByItsOldOne() throws IOException {
    fill(2);
    log.kill();
    for (Path spare : spares()) {
      Files.delete(spare);
    }
    Path last = LogFiles.lastSegment(directory);
    Files.move(last, directory.resolve("0000000002.spare"));
    log.boot = UUID.randomUUID();

    log.open();

    assertThat(last).exists();
    assertThat(log.records(partition)).isEqualTo(expected);
    log.close();
  }

  private void fillUntilTheNextIsMade() {
    int made = disk.made.get();
    for (int i = 0; i < MORE_THAN_HALF; i++) {
      append();
    }
    await().until(() -> disk.made.get() > made);
  }

  private void fill(int segments) throws IOException {
    while (LogFiles.segments(directory).size() < segments) {
      append();
    }
  }

  private void append() {
    String value = expected.size() + FILLER;
    expected.put(log.append(partition, value), value);
  }

  private List<Path> spares() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".spare")).toList();
    }
  }
}

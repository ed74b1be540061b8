package io.weir.embedded.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.backend.Durability;
import io.weir.backend.TopicPartition;
import io.weir.embedded.EmbeddedMaintenance;
import io.weir.embedded.TestLog;
import io.weir.embedded.Verifying;
import io.weir.embedded.fixture.FaultyStorage;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.storage.Layout;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Segments that begin with deltas, and the whole state beside them: what is damaged, missing or cut
 * short loses nothing, and holds no space for long.
 */
class CheckpointChainTest {
  private static final String FILLER = "x".repeat(4000);

  @TempDir Path directory;

  private final List<TopicPartition> partitions = new ArrayList<>();
  private final Map<TopicPartition, List<String>> expected = new LinkedHashMap<>();
  private TestLog log;
  private FaultyStorage disk;

  @BeforeEach
  void open() throws IOException {
    Map<String, Object> settings = new HashMap<>(TestLog.SMALL);
    settings.put("checkpointBytes", 0);
    log = new TestLog(directory, settings);
    log.faults =
        real -> {
          disk = new FaultyStorage(real);
          return disk;
        };
    log.open();
  }

  /** Topics come and are written to all along, so that each delta has something of its own. */
  private void fill(int segments) throws IOException {
    while (LogFiles.segments(directory).size() < segments) {
      if (partitions.size() < 40) {
        TopicPartition partition = log.partition("topic" + partitions.size(), Durability.SYNC);
        partitions.add(partition);
        expected.put(partition, new ArrayList<>());
      }
      for (TopicPartition partition :
          partitions.subList(partitions.size() / 2, partitions.size())) {
        append(partition);
      }
    }
  }

  private void append(TopicPartition partition) {
    String value = expected.get(partition).size() + FILLER;
    log.append(partition, value);
    expected.get(partition).add(value);
  }

  private void assertAllIsThere() {
    expected.forEach((partition, values) -> assertThat(log.values(partition)).isEqualTo(values));
  }

  private List<Path> bases() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().matches(".*\\.state[12]")).sorted().toList();
    }
  }

  private Map<Path, byte[]> snapshot() throws IOException {
    Map<Path, byte[]> all = new LinkedHashMap<>();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        all.put(file, Files.readAllBytes(file));
      }
    }
    return all;
  }

  private void putBack(Map<Path, byte[]> all) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    for (var file : all.entrySet()) {
      Files.write(file.getKey(), file.getValue());
    }
  }

  @Test
  void noDamagedCheckpointOfAChainLosesAnything() throws IOException {
    disk.failingBases = true; // the chain begins with the first segment
    fill(8);
    log.kill();
    Map<Path, byte[]> left = snapshot();

    for (Path segment : LogFiles.segments(directory)) {
      putBack(left);
      LogFiles.flip(segment, Layout.FIRST_COMMIT + CommitHeader.BYTES + EntryHeader.BYTES + 5);
      log.open();
      assertAllIsThere();
      append(partitions.getFirst());
      log.crash();
      assertAllIsThere();
      expected.get(partitions.getFirst()).removeLast();
      log.kill();
    }
  }

  @Test
  void eitherCopyOfTheWholeStateIsEnough() throws IOException {
    fill(20);
    log.backend.awaitSegments();
    partitions.forEach(partition -> TestLog.get(log.backend.log().trim(partition, 1)));
    expected.values().forEach(List::removeFirst);
    log.kill();
    List<Path> copies = bases();
    Map<Path, byte[]> left = snapshot();
    assertThat(copies).hasSize(2);

    for (Path copy : copies) {
      putBack(left);
      LogFiles.flip(copy, 40);
      log.open();
      assertAllIsThere();
      log.kill();
      putBack(left);
      Files.delete(copy);
      log.open();
      assertAllIsThere();
      log.kill();
    }
  }

  @Test
  void segmentsOfAChainAreDroppedOnceTheWholeStateIsKeptBesideThem() throws IOException {
    disk.failingBases = true;
    fill(8);
    trimAll();
    int before = LogFiles.segments(directory).size();
    log.sweep();
    assertThat(LogFiles.segments(directory)).hasSize(before);
    disk.failingBases = false;

    log.sweep();

    await().untilAsserted(() -> assertThat(LogFiles.segments(directory)).hasSizeLessThan(4));
    log.crash();
    assertAllIsThere();
    fill(LogFiles.segments(directory).size() + 3);
    log.crash();
    assertAllIsThere();
    log.close();
  }

  /** Of every topic one message is left, the newest. */
  private void trimAll() {
    for (TopicPartition partition : partitions) {
      append(partition);
      TestLog.get(log.backend.log().trim(partition, log.end(partition) - 1));
      List<String> values = expected.get(partition);
      values.subList(0, values.size() - 1).clear();
    }
  }

  @Test
  void appendsDoNotWaitForTheWholeStateThatIsBeingKept() throws IOException {
    CountDownLatch gate = new CountDownLatch(1);
    disk.baseGate = gate;
    fill(40);
    assertThat(bases()).isEmpty();

    gate.countDown();

    await().untilAsserted(() -> assertThat(bases()).hasSize(Storage.BASE_COPIES));
    log.crash();
    assertAllIsThere();
    log.close();
  }

  @Test
  void theWholeStateIsKeptFromTimeToTimeAndOnlyOnce() throws IOException {
    fill(40);
    log.backend.awaitSegments();

    assertThat(disk.basesWritten.get())
        .isBetween(2 * Storage.BASE_COPIES, 20 * Storage.BASE_COPIES);
    assertThat(bases()).hasSize(Storage.BASE_COPIES);
    log.close();
    assertThat(Verifying.of(directory).faults).isEmpty();
  }

  @Test
  void aSegmentLostFromTheMiddleOfAChainTakesOnlyItsOwnRecords() throws IOException {
    disk.failingBases = true;
    fill(8);
    log.kill();
    Path lost = LogFiles.segments(directory).get(4);
    LogFiles.flip(lost, 3);
    LogFiles.flip(lost, Layout.SECTOR + 3);
    log.faults = UnaryOperator.identity();

    for (int start = 0; start < 2; start++) {
      log.open();
      for (TopicPartition partition : partitions) {
        List<String> found = log.values(partition);
        assertThat(expected.get(partition)).containsAll(found);
        assertThat(log.end(partition)).isEqualTo(expected.get(partition).size());
      }
      log.kill();
    }
  }

  @Test
  void aBackupHasWhatAChainNeeds(@TempDir Path elsewhere) throws IOException {
    fill(20);
    log.backend.awaitSegments();
    trimAll();
    log.sweep();
    Path target = elsewhere.resolve("backup");
    TestLog.getOrThrow(new EmbeddedMaintenance().backup(directory, target, new Verifying()));
    log.close();

    log = new TestLog(target, log.settings).open();

    assertAllIsThere();
    log.close();
  }
}

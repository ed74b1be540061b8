package io.weir.embedded.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.backend.BackendException.Corrupt;
import io.weir.backend.Durability;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.Verifying;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.storage.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage in a collected segment hits what it hits, and is told. */
class CollectedDamageTest {
  private static final String FILLER = "x".repeat(4000);

  @TempDir Path directory;

  private TestLog log;
  private TopicPartition first;
  private TopicPartition second;
  private Map<Long, String> firstBefore;
  private Map<Long, String> secondBefore;
  private Path collected;

  @BeforeEach
  void collect() throws IOException {
    log = TestLog.in(directory);
    first = log.partition("first");
    second = log.partition("second");
    TopicPartition filler = log.partition("filler", Durability.ASYNC);
    for (int i = 0; LogFiles.segments(directory).size() < 5; i++) {
      log.append(filler, FILLER);
      log.append(first, "first " + i);
      log.append(second, "second " + i);
    }
    firstBefore = log.records(first);
    secondBefore = log.records(second);
    log.backend.awaitSegments();
    TestLog.get(log.backend.log().trim(filler, log.end(filler)));
    log.sweep();
    TestLog.get(log.backend.collect(Collector.WORTH_PERCENT));
    collected = directory.resolve("1073741824.log");
    await().untilAsserted(() -> assertThat(LogFiles.segments(directory)).hasSize(3));
    log.close();
  }

  @Test
  void aBatchIsToldAndAllOthersAreServed() throws IOException {
    LogFiles.flip(collected, placeOf("first 20"));
    log.open();

    assertThat(log.records(first)).isEqualTo(without(firstBefore, 20));
    assertThat(log.records(second)).isEqualTo(secondBefore);
    log.close();
    assertThat(Verifying.of(directory).faults)
        .singleElement()
        .asString()
        .contains("1073741824.log", "offsets 20 to 20 of first", "do not match their checksum");
  }

  @Test
  void anIndexThatIsMadeAgainTellsOfABatchOfWhichNothingCanBeTold() throws IOException {
    int head = placeOf("first 20") - placeInBatch() - EntryHeader.BYTES;
    LogFiles.flip(collected, head + 5);
    Files.delete(directory.resolve("1073741824.index"));
    log.open();

    Corrupt corrupt = TestLog.failure(Corrupt.class, log.reading(first, 20));

    assertThat(corrupt.nextReadable()).isEqualTo(21);
    assertThat(log.records(first)).isEqualTo(without(firstBefore, 20));
    assertThat(log.records(second)).isEqualTo(secondBefore);
    log.close();
  }

  @Test
  void whatItIsResponsibleForCannotBeToldAndItsBatchesAreServed() throws IOException {
    byte[] bytes = Files.readAllBytes(collected);
    int entry = Layout.FIRST_COMMIT + Layout.SECTOR + CommitHeader.BYTES;
    assertThat(bytes[entry + 2]).isEqualTo(EntryKind.COVERAGE.id);
    LogFiles.flip(collected, entry + EntryHeader.BYTES + 3);
    Files.delete(directory.resolve("1073741824.index"));
    log.open();

    assertThat(log.records(first)).isEqualTo(firstBefore);
    assertThat(log.records(second)).isEqualTo(secondBefore);
    log.close();
    assertThat(Verifying.of(directory).faults).isNotEmpty();
  }

  @Test
  void oneThatCannotBeReadAtAllIsToldAndSetAside() throws IOException {
    LogFiles.flip(collected, 1);
    LogFiles.flip(collected, Layout.SECTOR + 1);
    log.open();

    Corrupt corrupt = TestLog.failure(Corrupt.class, log.reading(first, 0));

    assertThat(log.records(first).keySet().iterator().next()).isEqualTo(corrupt.nextReadable());
    assertThat(directory.resolve("1073741824.log.damaged")).exists();
    log.append(first, "on");
    log.restart();
    assertThat(log.values(first)).last().isEqualTo("on");
    log.close();
  }

  private static Map<Long, String> without(Map<Long, String> all, long offset) {
    Map<Long, String> left = new TreeMap<>(all);
    left.remove(offset);
    return left;
  }

  private int placeOf(String value) throws IOException {
    return new String(Files.readAllBytes(collected), StandardCharsets.ISO_8859_1).indexOf(value);
  }

  /** Where the value begins in a batch of one short one. */
  private static int placeInBatch() {
    var batch = TestLog.batch("first 20");
    try {
      return batch.toString(StandardCharsets.ISO_8859_1).indexOf("first 20");
    } finally {
      batch.release();
    }
  }
}

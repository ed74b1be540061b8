package io.weir.embedded.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.weir.backend.AppendResult;
import io.weir.backend.BackendException.OutOfOrderSequence;
import io.weir.backend.ReadResult;
import io.weir.backend.Retention;
import io.weir.backend.TimestampedOffset;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.storage.FileStorage;
import io.weir.record.BatchBuilder;
import io.weir.record.Batches;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments are sealed, read, and dropped when nobody needs them. */
class SegmentsTest {
  private static final String FILLER = "x".repeat(4000);

  @TempDir Path directory;

  @Test
  void allIsThereOverManySegmentsAndRestarts() throws IOException {
    TestLog log = TestLog.in(directory);
    List<TopicPartition> partitions = new ArrayList<>();
    Map<TopicPartition, Map<Long, String>> expected = new LinkedHashMap<>();
    for (int i = 0; i < 5; i++) {
      partitions.add(log.partition("t" + i));
      expected.put(partitions.getLast(), new LinkedHashMap<>());
    }
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 40; i++) {
        TopicPartition partition = partitions.get(i * i % 5);
        String value = round + "/" + i + FILLER.substring(i * 50);
        expected.get(partition).put(log.append(partition, value), value);
      }
      if (round % 2 == 0) {
        log.crash();
      } else {
        log.restart();
      }
      expected.forEach((partition, all) -> assertThat(log.records(partition)).isEqualTo(all));
    }
    assertThat(LogFiles.segments(directory)).hasSizeGreaterThan(5);
    log.close();
  }

  @Test
  void producersAndTheirWindowsAreKnownOverSealsAndRestarts() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition partition = log.partition("t");
    for (int sequence = 0; sequence < 40; sequence++) {
      TestLog.get(log.backend.log().append(partition, TestLog.batch(7, 0, sequence, FILLER)));
    }
    assertThat(LogFiles.segments(directory)).hasSizeGreaterThan(2);

    for (int life = 0; life < 2; life++) {
      log.crash();
      assertThat(TestLog.get(log.backend.log().append(partition, TestLog.batch(7, 0, 36, FILLER))))
          .isEqualTo(new AppendResult.Duplicate(36));
      TestLog.failure(
          OutOfOrderSequence.class,
          log.backend.log().append(partition, TestLog.batch(7, 0, 41, FILLER)));
      log.restart();
    }
    log.close();
  }

  @Test
  void aReadInFlightKeepsItsSegmentThoughItIsDropped() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition partition = log.partition("t");
    while (LogFiles.segments(directory).size() < 4) {
      log.append(partition, FILLER);
    }
    Path first = LogFiles.segments(directory).getFirst();
    ReadResult result = TestLog.get(log.reading(partition, 0));

    TestLog.get(log.backend.log().trim(partition, log.end(partition)));
    log.sweep();
    assertThat(first).exists();
    log.close();
    Batches.in(result.batches()).forEach(batch -> batch.validate());

    assertThat(result.batches().release()).isTrue();
    await().untilAsserted(() -> assertThat(first).doesNotExist());
  }

  @Test
  void retentionBySizeDropsWholeSegmentsAndKeepsAtLeastWhatItShould() throws IOException {
    TestLog log = TestLog.in(directory);
    int kept = 50_000;
    TopicDescription topic =
        log.topic(
            "t", 1, TopicSettings.STATE.withRetention(new Retention(Retention.UNLIMITED, kept)));
    TopicPartition partition = new TopicPartition(topic.id(), 0);
    for (int i = 0; i < 100; i++) {
      log.append(partition, FILLER);
    }
    int before = LogFiles.segments(directory).size();

    log.sweep();

    long start = log.start(partition);
    assertThat(start).isBetween(80L, 88L);
    assertThat(log.records(partition)).hasSize((int) (100 - start));
    await()
        .untilAsserted(() -> assertThat(LogFiles.segments(directory)).hasSizeLessThan(before - 3));
    log.crash();
    assertThat(log.start(partition)).isEqualTo(start);
    assertThat(log.values(partition)).hasSize((int) (100 - start));
    log.close();
  }

  @Test
  void retentionByTimeForgetsWhatIsOldAndOnlyThat() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicDescription topic =
        log.topic(
            "t", 1, TopicSettings.STATE.withRetention(new Retention(60_000, Retention.UNLIMITED)));
    TopicPartition partition = new TopicPartition(topic.id(), 0);
    TopicPartition kept = log.partition("kept");
    log.append(partition, "a", "b");
    log.append(kept, "a");

    log.sweep();
    assertThat(log.values(partition)).containsExactly("a", "b");
    TestLog.get(log.backend.sweep(System.currentTimeMillis() + 120_000));

    assertThat(log.values(partition)).isEmpty();
    assertThat(log.start(partition)).isEqualTo(2);
    assertThat(log.values(kept)).containsExactly("a");
    assertThat(log.append(partition, "c")).isEqualTo(2);
    log.close();
  }

  @Test
  void recordsAreFoundByTimeOverManySegments() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition partition = log.partition("t");
    int count = 0;
    int latest = 20; // after it, clocks went back
    while (LogFiles.segments(directory).size() < 5) {
      long time = count == latest ? 1_000_000 : count * 10L;
      TestLog.get(log.backend.log().append(partition, at(time)));
      count++;
    }
    assertThat(count).isGreaterThan(2 * latest);

    for (int restarts = 0; restarts < 2; restarts++) {
      for (int offset = 0; offset < latest; offset++) {
        assertThat(offsetFor(log, partition, offset * 10L - 9)).contains((long) offset);
      }
      assertThat(offsetFor(log, partition, latest * 10L)).contains((long) latest);
      assertThat(offsetFor(log, partition, 1_000_001)).isEmpty();
      assertThat(TestLog.get(log.backend.log().offsetOfMaxTimestamp(partition)).orElseThrow())
          .isEqualTo(new TimestampedOffset(latest, 1_000_000, 0));
      log.restart();
    }
    TestLog.get(log.backend.log().trim(partition, latest + 1));
    assertThat(offsetFor(log, partition, 0)).contains(latest + 1L);
    assertThat(offsetFor(log, partition, (count - 1) * 10L)).contains(count - 1L);
    log.close();
  }

  private static ByteBuf at(long time) {
    return BatchBuilder.create(PooledByteBufAllocator.DEFAULT)
        .add(time, null, Unpooled.copiedBuffer(FILLER, StandardCharsets.UTF_8), List.of())
        .build();
  }

  private static Optional<Long> offsetFor(TestLog log, TopicPartition partition, long time) {
    return TestLog.get(log.backend.log().offsetForTimestamp(partition, time))
        .map(TimestampedOffset::offset);
  }

  @Test
  void oldRecordsAndTheirSegmentsGoByThemselves() throws IOException {
    Map<String, Object> settings = new HashMap<>(TestLog.SMALL);
    settings.put("retentionCheckMillis", 20);
    TestLog log = new TestLog(directory, settings).open();
    TopicDescription topic =
        log.topic("t", 1, TopicSettings.STATE.withRetention(new Retention(1, Retention.UNLIMITED)));
    TopicPartition partition = new TopicPartition(topic.id(), 0);

    for (int i = 0; i < 100; i++) {
      log.append(partition, FILLER);
    }

    await().until(() -> log.start(partition) == 100);
    await().untilAsserted(() -> assertThat(LogFiles.segments(directory)).hasSize(2));
    log.close();
  }

  @Test
  void theIndexOfASealedSegmentIsUsedAsItWasKept() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition partition = log.partition("t");
    int count = 0;
    while (LogFiles.segments(directory).size() < 4) {
      log.append(partition, FILLER);
      count++;
    }
    log.close();
    List<Path> indexes = LogFiles.indexes(directory);
    assertThat(indexes).hasSize(3);
    FileTime longAgo = FileTime.fromMillis(0);
    for (Path index : indexes) {
      Files.setLastModifiedTime(index, longAgo);
    }

    log.open();

    assertThat(log.values(partition)).hasSize(count);
    assertThat(indexes)
        .allSatisfy(
            index ->
                assertThat(Files.getLastModifiedTime(index))
                    .as("not made again")
                    .isEqualTo(longAgo));
    log.close();
  }

  @Test
  void segmentsOfDeletedTopicsAreDropped() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition partition = log.partition("t");
    while (LogFiles.segments(directory).size() < 5) {
      log.append(partition, FILLER);
    }

    TestLog.get(log.backend.topics().delete(partition.topic()));
    log.sweep();

    await().untilAsserted(() -> assertThat(LogFiles.segments(directory)).hasSize(2));
    await().untilAsserted(() -> assertThat(LogFiles.indexes(directory)).hasSize(1));
    log.restart();
    assertThat(TestLog.get(log.backend.topics().list())).isEmpty();
    log.close();
  }

  @Test
  void aSegmentThatACrashLeftAtItsFullSizeIsCutToWhatIsInIt() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition partition = log.partition("t");
    Map<Long, String> expected = new LinkedHashMap<>();
    for (int i = 0; LogFiles.segments(directory).size() < 4; i++) {
      expected.put(log.append(partition, i + FILLER), i + FILLER);
    }
    log.kill();
    List<Path> segments = LogFiles.segments(directory);
    long sealed = Files.size(segments.get(2));
    for (Path segment : segments) {
      FileStorage.stretch(segment, 64 << 10);
    }
    Files.delete(LogFiles.indexes(directory).get(1));

    log.open();

    assertThat(segments.subList(0, 3)).allMatch(segment -> segment.toFile().length() < 64 << 10);
    assertThat(segments.get(2)).hasSize(sealed);
    assertThat(log.records(partition)).isEqualTo(expected);
    log.crash();
    assertThat(log.records(partition)).isEqualTo(expected);
    log.close();
  }

  @Test
  void aBatchLargerThanASegmentGetsOneOfItsOwnSize() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition partition = log.partition("t");
    String large = "y".repeat(300_000);

    log.append(partition, "before");
    log.append(partition, large);
    log.append(partition, "after");
    log.crash();

    assertThat(log.values(partition)).containsExactly("before", large, "after");
    log.close();
  }
}

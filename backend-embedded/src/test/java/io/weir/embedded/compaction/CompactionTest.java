package io.weir.embedded.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.weir.backend.Cleanup;
import io.weir.backend.Compaction;
import io.weir.backend.Durability;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.embedded.TestLog;
import io.weir.embedded.Verifying;
import io.weir.embedded.collection.Collector;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.simulation.SimulatedDisk;
import io.weir.record.BatchBuilder;
import io.weir.record.Batches;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pass of compaction on disk: how far it came stays known, and nothing is lost where it ends. */
class CompactionTest {
  private static final TopicSettings COMPACTED =
      TopicSettings.STATE
          .withCleanup(Cleanup.COMPACT)
          .withCompaction(Compaction.DEFAULT.withTombstoneMillis(3_600_000));
  private static final String FILLER = "x".repeat(3000);

  @TempDir Path directory;

  private TestLog log;

  /** Whole checkpoints, and such as have only what changed. */
  @ParameterizedTest
  @ValueSource(ints = {4 << 20, 0})
  void whatWasCompactedIsNotCompactedAgainAlsoAfterARestart(int checkpointBytes)
      throws IOException {
    Map<String, Object> settings = new HashMap<>(TestLog.SMALL);
    settings.put("checkpointBytes", checkpointBytes);
    log = new TestLog(directory, settings).open();
    TopicPartition partition = compacted("t");
    writeKeys(partition, 3, 60);
    compact();
    Map<Long, String> left = log.records(partition);
    List<Path> collected = collected();
    assertThat(left).hasSize(3);
    assertThat(collected).hasSize(1);

    log.restart();
    compact();
    assertThat(collected()).isEqualTo(collected);
    log.crash();
    compact();
    assertThat(collected()).isEqualTo(collected);
    rollOften(); // now it is in a checkpoint alone
    log.crash();
    compact();
    assertThat(collected()).isEqualTo(collected);
    assertThat(log.records(partition)).isEqualTo(left);
    log.close();
    assertThat(Verifying.of(directory).faults).isEmpty();
  }

  @Test
  void aPassThatIsNotWorthItIsNotMade() throws IOException {
    log = TestLog.in(directory);
    TopicPartition partition = compacted("t");
    writeKeys(partition, 40, 40);
    compact();
    writeKeys(partition, 3, 10);

    compact();

    assertThat(log.records(partition)).as("a fifth is new, and a half is asked for").hasSize(50);
    writeKeys(partition, 3, 60);
    compact();
    assertThat(log.records(partition)).hasSize(40);
    log.close();
  }

  @Test
  void aTombstoneIsCollectedWhenItsTimeIsOverThoughNothingIsNew() throws IOException {
    log = TestLog.in(directory);
    TopicPartition partition = compacted("t");
    write(partition, "a", "v");
    write(partition, "a", null);
    write(partition, "b", "v");
    compact();
    log.restart();

    compact(System.currentTimeMillis() + 3_000_000);
    assertThat(batches(partition)).isEqualTo(2);
    compact(System.currentTimeMillis() + 3_700_000);

    assertThat(log.values(partition)).containsExactly("v");
    log.close();
  }

  @Test
  void whatComesAfterAllWasTrimmedIsCompactedThoughTheSegmentBeforeItIsGone() throws IOException {
    log = TestLog.in(directory);
    TopicPartition partition = compacted("t");
    writeKeys(partition, 3, 6);
    compact();
    TestLog.get(log.backend.log().trim(partition, log.end(partition)));
    log.sweep();
    await().until(() -> collected().isEmpty());

    writeKeys(partition, 2, 6);
    compact();

    assertThat(log.records(partition)).isEqualTo(lastOf(partition, 2)).hasSize(2);
    log.close();
  }

  @Test
  void manySmallPartitionsShareASegment() throws IOException {
    log = TestLog.in(directory);
    Map<TopicPartition, Map<Long, String>> left = new HashMap<>();
    for (int i = 0; i < 30; i++) {
      TopicPartition partition = compacted("t" + i);
      writeKeys(partition, 2, 6);
      left.put(partition, lastOf(partition, 2));
    }

    compact();

    assertThat(collected().size()).isLessThan(10);
    left.forEach((partition, records) -> assertThat(log.records(partition)).isEqualTo(records));
    log.close();
    assertThat(Verifying.of(directory).faults).isEmpty();
  }

  @Test
  void aLargePartitionIsCompactedSegmentBySegment() throws IOException {
    log = TestLog.in(directory);
    TopicPartition partition = compacted("t");
    for (int i = 0; i < 200; i++) {
      write(partition, "k" + i % 70, i + FILLER);
    }
    Map<Long, String> expected = lastOf(partition, 70);

    compact();

    assertThat(log.records(partition)).isEqualTo(expected);
    assertThat(collected()).hasSizeGreaterThan(3);
    log.sweep();
    for (Path index : LogFiles.indexes(directory)) {
      Files.delete(index);
    }
    log.crash();
    assertThat(log.records(partition)).isEqualTo(expected);
    log.close();
    assertThat(Verifying.of(directory).faults).isEmpty();
  }

  @Test
  void theSpaceOfWhatWasCompactedComesBack() throws IOException {
    log = TestLog.in(directory);
    TopicPartition partition = compacted("t");
    for (int i = 0; i < 200; i++) {
      write(partition, "k" + i % 3, i + FILLER);
    }

    compact();
    TestLog.get(log.backend.collect(Collector.WORTH_PERCENT));

    // The newest sealed one, which is kept for the next start, the active one, and what is left.
    await()
        .untilAsserted(() -> assertThat(LogFiles.segments(directory)).hasSizeLessThanOrEqualTo(4));
    assertThat(log.records(partition)).hasSize(3);
    log.close();
  }

  @Test
  void whatIsOverdueIsSealedSoThatItCanBeCompacted() throws IOException {
    log = TestLog.in(directory);
    TopicPartition partition =
        new TopicPartition(
            log.topic("t", 1, COMPACTED.withCompaction(Compaction.DEFAULT.withMaxLagMillis(60_000)))
                .id(),
            0);
    write(partition, "k", "old");
    write(partition, "k", "new");
    long now = System.currentTimeMillis();

    TestLog.get(log.backend.compact(now));
    assertThat(log.values(partition)).containsExactly("old", "new");
    TestLog.get(log.backend.compact(now + 70_000));

    assertThat(log.values(partition)).containsExactly("new");
    log.close();
  }

  @Test
  void aPartitionWithDamageStaysAsItIsAndOthersAreCompacted() throws IOException {
    log = TestLog.in(directory);
    TopicPartition damaged = compacted("damaged");
    TopicPartition sound = compacted("sound");
    writeKeys(damaged, 3, 30);
    writeKeys(sound, 3, 30);
    log.backend.sealActive();
    log.backend.awaitSegments();
    log.close();
    Path first = LogFiles.segments(directory).getFirst();
    byte[] bytes = Files.readAllBytes(first);
    LogFiles.flip(first, new String(bytes, StandardCharsets.ISO_8859_1).indexOf("=7="));
    log.open();
    Map<Long, String> readable = log.records(damaged);

    TestLog.get(log.backend.compact(System.currentTimeMillis()));
    TestLog.get(log.backend.compact(System.currentTimeMillis()));

    assertThat(log.records(damaged)).isEqualTo(readable).hasSize(29);
    assertThat(log.records(sound)).hasSize(3);
    log.close();
  }

  @Test
  void nothingIsLostWhereverTheProcessOrThePowerEnds() throws IOException {
    boolean over = false;
    for (int operations = 0; !over; operations++) {
      SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(operations));
      log = new TestLog(Files.createTempDirectory(directory, "log"), TestLog.SMALL);
      log.faults = real -> disk;
      log.open();
      TopicPartition partition = compacted("t");
      for (int i = 0; i < 60; i++) {
        write(partition, "k" + i % 20, i + FILLER);
      }
      Map<Long, String> expected = lastOf(partition, 20);
      log.backend.sealActive();
      log.backend.awaitSegments();

      disk.log.dieAfter(operations);
      TestLog.get(log.backend.compact(System.currentTimeMillis()));
      over = !disk.log.isGone();
      log.kill();
      if (operations % 2 == 0) {
        disk.endProcess();
      } else {
        disk.losePower();
      }
      log.open();

      assertThat(log.records(partition))
          .as("after operation %d", operations)
          .containsAllEntriesOf(expected);
      compact();
      assertThat(log.records(partition))
          .as("compacted after operation %d", operations)
          .isEqualTo(expected);
      log.crash();
      assertThat(log.records(partition)).isEqualTo(expected);
      log.close();
      if (over) {
        assertThat(operations).isGreaterThan(10);
      }
    }
  }

  private TopicPartition compacted(String name) {
    return new TopicPartition(log.topic(name, 1, COMPACTED).id(), 0);
  }

  private void writeKeys(TopicPartition partition, int keys, int count) {
    for (int i = 0; i < count; i++) {
      write(partition, "k" + i % keys, "=" + i + "=");
    }
  }

  private void write(TopicPartition partition, String key, String value) {
    ByteBuf batch =
        BatchBuilder.create(PooledByteBufAllocator.DEFAULT)
            .add(System.currentTimeMillis(), utf8(key), utf8(value), List.of())
            .build();
    TestLog.get(log.backend.log().append(partition, batch));
  }

  private static ByteBuf utf8(String text) {
    return text == null ? null : Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  /** The last records of a partition that was written with so many keys in turn. */
  private Map<Long, String> lastOf(TopicPartition partition, int keys) {
    Map<Long, String> last = new HashMap<>(log.records(partition));
    last.keySet().removeIf(offset -> offset < log.end(partition) - keys);
    return last;
  }

  private long batches(TopicPartition partition) {
    ByteBuf batches = TestLog.get(log.reading(partition, log.start(partition))).batches();
    try {
      return StreamSupport.stream(Batches.in(batches).spliterator(), false).count();
    } finally {
      batches.release();
    }
  }

  private void compact() {
    compact(System.currentTimeMillis());
  }

  private void compact(long now) {
    log.backend.sealActive();
    log.backend.awaitSegments();
    TestLog.get(log.backend.compact(now));
  }

  private void rollOften() throws IOException {
    TopicPartition filler = log.partition("filler", Durability.ASYNC);
    int segments = LogFiles.segments(directory).size();
    while (LogFiles.segments(directory).size() < segments + 3) {
      log.append(filler, FILLER);
    }
    log.backend.awaitSegments();
  }

  private List<Path> collected() throws IOException {
    return LogFiles.segments(directory).stream()
        .filter(file -> file.getFileName().toString().compareTo("1073741824") >= 0)
        .toList();
  }
}

package io.weir.embedded.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.weir.backend.Durability;
import io.weir.backend.Isolation;
import io.weir.backend.Measure;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.Retention;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.embedded.TestLog;
import io.weir.embedded.Verifying;
import io.weir.record.Batches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collection beside a log that is read and written. */
class CollectionLoadTest {
  private static final int APPENDS = 6_000;
  private static final int MOVES = 30;

  @TempDir Path directory;

  private final SplittableRandom random = new SplittableRandom(7);
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final Map<TopicPartition, Map<Long, String>> written =
      new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
  private TestLog log;

  @BeforeEach
  void open() throws IOException {
    log = TestLog.in(directory);
    topic("state", Retention.FOREVER);
    topic("little", new Retention(Retention.UNLIMITED, 10_000));
    topic("some", new Retention(Retention.UNLIMITED, 100_000));
    topic("much", new Retention(Retention.UNLIMITED, 1_000_000));
  }

  private void topic(String name, Retention retention) {
    TopicSettings settings =
        TopicSettings.STATE.withDurability(Durability.ASYNC).withRetention(retention);
    TopicPartition partition = new TopicPartition(log.topic(name, 1, settings).id(), 0);
    partitions.add(partition);
    written.put(partition, new TreeMap<>());
  }

  @Test
  void noMoreIsWrittenAgainThanWasAppendedAndTheDeadTakeNoMoreThanTheLiving() throws IOException {
    for (int i = 1; i <= APPENDS; i++) {
      append(
          random.nextInt(10) == 0 ? partitions.getFirst() : partitions.get(1 + random.nextInt(3)));
      if (i % 100 == 0) {
        log.backend.awaitSegments();
        log.sweep();
        TestLog.get(log.backend.collect(Collector.WORTH_PERCENT));
        assertThat(measure("log_write_amplification")).isBetween(1.0, 2.0);
      }
    }
    assertThat(measure("log_write_amplification")).isGreaterThan(1.0);
    assertThat(measure("log_freed_bytes")).isGreaterThan(measure("log_appended_bytes") / 2);
    assertThat(measure("log_sealed_bytes")).isLessThan(2.0 * live() + 20 * (64 << 10));
    assertReadable();
    log.restart();
    assertReadable();
    log.close();
    assertThat(Verifying.of(directory).faults).isEmpty();
  }

  @Test
  void whoReadsMeanwhileReadsTheSameBitByBit() throws Exception {
    for (int i = 0; i < 600; i++) {
      append(partitions.get(i % 3 == 0 ? 0 : 3));
    }
    String before = bits(partitions.getFirst());
    AtomicBoolean going = new AtomicBoolean(true);
    AtomicInteger reads = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                while (going.get()) {
                  assertThat(bits(partitions.getFirst())).isEqualTo(before);
                  reads.incrementAndGet();
                }
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    reader.start();
    log.backend.awaitSegments();
    for (int i = 0; i < MOVES || reads.get() < MOVES && failure.get() == null; i++) {
      TestLog.get(log.backend.collect(200)); // what was collected moves on, too
    }
    going.set(false);
    reader.join();
    assertThat(failure.get()).isNull();
    assertThat(measure("log_collected_bytes")).isGreaterThan(MOVES * 10_000.0);
    log.close();
  }

  private void append(TopicPartition partition) {
    String value = random.nextLong() + "-".repeat(random.nextInt(3000));
    written.get(partition).put(log.append(partition, value), value);
  }

  private void assertReadable() {
    for (TopicPartition partition : partitions) {
      Map<Long, String> expected = new TreeMap<>(written.get(partition));
      expected.keySet().removeIf(offset -> offset < log.start(partition));
      assertThat(log.records(partition)).isEqualTo(expected);
    }
  }

  private long live() {
    return partitions.stream()
        .flatMap(partition -> log.records(partition).values().stream())
        .mapToLong(value -> value.length() + 150)
        .sum();
  }

  private String bits(TopicPartition partition) {
    StringBuilder bits = new StringBuilder();
    long next = 0;
    while (next < log.end(partition)) {
      ReadResult read =
          TestLog.get(
              log.backend.log().read(new Read(partition, next, 50_000, Isolation.UNCOMMITTED)));
      ByteBuf batches = read.batches();
      bits.append(ByteBufUtil.hexDump(batches));
      for (var batch : Batches.in(batches)) {
        next = batch.nextOffset();
      }
      batches.release();
    }
    return bits.toString();
  }

  private double measure(String name) {
    return log.backend.measures().stream()
        .filter(each -> each.name().equals(name))
        .mapToDouble(Measure::value)
        .findFirst()
        .orElseThrow();
  }
}

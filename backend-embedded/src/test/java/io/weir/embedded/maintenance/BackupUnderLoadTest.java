package io.weir.embedded.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.backend.Retention;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.embedded.EmbeddedMaintenance;
import io.weir.embedded.TestLog;
import io.weir.embedded.Verifying;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.storage.FileStorage;
import io.weir.embedded.storage.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * While appends, seals, trims, retention and collection go on, a backup is a prefix of each
 * partition, with everything in it that was acknowledged before it began.
 */
class BackupUnderLoadTest {
  private static final int BACKUPS = 12;

  @TempDir Path parent;

  /** Writes numbers as long as it may, each at the offset that it names. */
  private static final class Writer extends Thread {
    final TopicPartition partition;
    final AtomicLong acknowledged = new AtomicLong();
    private final TestLog log;
    private final AtomicBoolean going;
    private final String filler;

    Writer(TestLog log, TopicPartition partition, AtomicBoolean going, int bytes) {
      this.log = log;
      this.partition = partition;
      this.going = going;
      this.filler = "-".repeat(bytes);
    }

    @Override
    public void run() {
      while (going.get()) {
        log.append(partition, acknowledged.get() + filler);
        acknowledged.incrementAndGet();
      }
    }
  }

  @Test
  void everyBackupIsAPrefixWithAllThatWasAcknowledgedBefore() throws Exception {
    TestLog log = TestLog.in(parent.resolve("data"));
    AtomicBoolean going = new AtomicBoolean(true);
    List<Writer> writers =
        List.of(
            new Writer(log, partition(log, "few", keeping(20_000)), going, 50),
            new Writer(log, partition(log, "many", keeping(200_000)), going, 2000),
            new Writer(log, partition(log, "trimmed", TopicSettings.STATE), going, 700));
    writers.forEach(Thread::start);
    Thread cleaner = new Thread(() -> clean(log, writers.getLast().partition, going));
    cleaner.start();
    List<Path> copies = new ArrayList<>();
    List<List<Long>> before = new ArrayList<>();
    try {
      for (int i = 0; i < BACKUPS; i++) {
        long goal = writers.get(1).acknowledged.get() + 40; // more than a segment
        await().until(() -> writers.get(1).acknowledged.get() > goal);
        before.add(writers.stream().map(writer -> writer.acknowledged.get()).toList());
        Path target = parent.resolve("backup-" + i);
        TestLog.getOrThrow(
            new EmbeddedMaintenance().backup(log.directory, target, new Verifying()));
        copies.add(target);
      }
    } finally {
      going.set(false);
      for (Writer writer : writers) {
        writer.join();
      }
      cleaner.join();
      log.close();
    }
    assertThat(LogFiles.segments(log.directory).getFirst().getFileName())
        .as("segments were dropped meanwhile")
        .isNotEqualTo(Path.of("0000000001.log"));
    assertThat(copies)
        .as("some have collected segments")
        .anyMatch(BackupUnderLoadTest::hasCollected);
    for (int i = 0; i < BACKUPS; i++) {
      check(copies.get(i), writers, before.get(i));
    }
  }

  private static boolean hasCollected(Path copy) {
    try {
      return new FileStorage(copy).segments().getLast() >= Layout.FIRST_COLLECTED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(Path backup, List<Writer> writers, List<Long> acknowledged)
      throws IOException {
    assertThat(Verifying.of(backup).faults).isEmpty();
    TestLog copy = TestLog.in(backup);
    for (int i = 0; i < writers.size(); i++) {
      TopicPartition partition = writers.get(i).partition;
      long end = copy.end(partition);
      assertThat(end).isGreaterThanOrEqualTo(acknowledged.get(i));
      Map<Long, String> records = copy.records(partition);
      assertThat(records).hasSize((int) (end - copy.start(partition)));
      records.forEach((offset, value) -> assertThat(value).startsWith(offset + "-"));
    }
    copy.close();
  }

  private static void clean(TestLog log, TopicPartition trimmed, AtomicBoolean going) {
    while (going.get()) {
      TestLog.get(log.backend.log().trim(trimmed, log.end(trimmed)));
      log.sweep();
      TestLog.get(log.backend.collect(200));
    }
  }

  private static TopicSettings keeping(long bytes) {
    return TopicSettings.STATE.withRetention(new Retention(Retention.UNLIMITED, bytes));
  }

  private static TopicPartition partition(TestLog log, String name, TopicSettings settings) {
    TopicDescription topic = log.topic(name, 1, settings);
    return new TopicPartition(topic.id(), 0);
  }
}

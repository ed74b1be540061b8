package io.weir.embedded.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.backend.Durability;
import io.weir.backend.Retention;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.LogFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partition lives on when all that it had is gone, and its segments with it. */
class RetentionTest {
  private static final String FILLER = "x".repeat(4000);

  @TempDir Path directory;

  private TestLog log;
  private TopicPartition filler;

  @BeforeEach
  void open() throws IOException {
    log = TestLog.in(directory);
    filler = log.partition("filler");
  }

  @Test
  void aPartitionOfWhichNothingWasLeftIsCutAgainWhenItHasGrown() throws IOException {
    TopicDescription topic =
        log.topic(
            "t", 1, TopicSettings.STATE.withRetention(new Retention(60_000, Retention.UNLIMITED)));
    TopicPartition partition = new TopicPartition(topic.id(), 0);
    log.append(partition, "old");
    TestLog.get(log.backend.sweep(System.currentTimeMillis() + 120_000));
    assertThat(log.start(partition)).isEqualTo(1);
    dropTheFirstSegment();

    log.append(partition, "new");
    TestLog.get(log.backend.sweep(System.currentTimeMillis() + 120_000));

    assertThat(log.start(partition)).isEqualTo(2);
    log.close();
  }

  @Test
  void whatFollowsALossIsReadFromTheLogStartThoughAllBeforeItIsGone() throws IOException {
    TopicPartition async = log.partition("async", Durability.ASYNC);
    log.append(async, "seen");
    begin(2);
    log.powerCut();
    TestLog.get(log.backend.log().trim(async, 1));
    dropTheFirstSegment();

    log.append(async, "new");

    assertThat(log.start(async)).isEqualTo(1);
    assertThat(log.values(async)).containsExactly("new");
    log.close();
  }

  @Test
  void aTrimAmongOffsetsThatWereSkippedIsNotTakenForDamageLater() throws IOException {
    TopicPartition async = log.partition("async", Durability.ASYNC);
    log.append(async, "seen");
    begin(2);
    log.powerCut();
    long next = log.append(async, "new");

    TestLog.get(log.backend.log().trim(async, next - 5));

    for (int life = 0; life < 3; life++) {
      log.restart();
      assertThat(log.start(async)).isEqualTo(next - 5);
      TestLog.get(log.reading(async, next - 5)).batches().release();
      assertThat(log.values(async)).containsExactly("new");
      begin(LogFiles.segments(directory).size() + 1); // so that another checkpoint tells of it
    }
    log.close();
  }

  private void dropTheFirstSegment() throws IOException {
    Path first = LogFiles.segments(directory).getFirst();
    begin(4);
    TestLog.get(log.backend.log().trim(filler, log.end(filler)));
    log.sweep();
    await().untilAsserted(() -> assertThat(Files.exists(first)).isFalse());
  }

  private void begin(int segments) throws IOException {
    while (LogFiles.segments(directory).size() < segments) {
      log.append(filler, FILLER);
    }
  }
}

package io.weir.embedded.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.weir.backend.Retention;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.state.Partition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a topic keeps, wherever its log start lies and whatever became of its segments. */
class StoredBytesTest {
  private static final String BODY = "x".repeat(1000);
  private static final int BATCH = size(BODY);

  @TempDir Path directory;

  private TestLog log;
  private TopicPartition partition;

  @BeforeEach
  void open() throws IOException {
    log = TestLog.in(directory);
    partition = log.partition("t");
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void whatLiesBeforeTheLogStartCountsNoMoreAtOnce() throws IOException {
    append(10);
    trim(4);
    assertKept(6);
    trim(10);
    assertKept(0);
    append(2);
    assertKept(2);

    seal();
    trim(11);
    assertKept(1);
    trim(12);
    assertKept(0);
    append(3);
    assertKept(3);
    log.restart();
    assertKept(3);
  }

  @Test
  void piecesInSeveralSegmentsCount() throws IOException {
    for (int i = 0; i < 4; i++) {
      append(5);
      seal();
    }
    append(5);
    assertKept(25);

    trim(7);
    assertKept(18);
    trim(13);
    assertKept(12);
    log.crash();
    assertKept(12);
    trim(20);
    assertKept(5);
  }

  @Test
  void aSegmentThatIsGoneCountsNoMoreThoughNothingHasFollowedInIt() throws IOException {
    append(10);
    trim(10);
    Path first = LogFiles.segments(directory).getFirst();
    TopicPartition filler = log.partition("filler");
    while (LogFiles.segments(directory).size() < 4) {
      log.append(filler, BODY);
    }
    TestLog.get(log.backend.log().trim(filler, log.end(filler)));
    log.sweep();
    await().untilAsserted(() -> assertThat(Files.exists(first)).isFalse());

    assertKept(0);
    append(1);
    assertKept(1);
  }

  @Test
  void aBatchOfWhichSomethingIsLeftCountsWhole() {
    log.append(partition, "a", "b", "c");
    trim(1);
    assertThat(bytes()).isEqualTo(size("a", "b", "c"));
    seal();
    trim(2);
    assertThat(bytes()).isEqualTo(size("a", "b", "c"));
  }

  @Test
  void whatWasSettledAndCollectedCountsNoMore() throws IOException {
    for (int i = 0; i < 4; i++) {
      append(10);
      seal();
    }
    TestLog.get(log.backend.log().settle(partition, 5, 25));
    assertKept(40);

    TestLog.get(log.backend.collect(200));

    assertKept(20);
    trim(3);
    assertKept(17);
    log.restart();
    assertKept(17);
  }

  @Test
  void anIndexIsReadOnceForEachPlaceOfTheLogStart() {
    append(10);
    seal();
    Partition known = log.backend.state().partition(partition);
    assertThat(isInMemory(known)).isTrue();

    trim(4);
    assertThat(isInMemory(known)).isFalse();
    assertKept(6);
    assertThat(isInMemory(known)).isTrue();
    assertKept(6);

    append(1);
    seal();
    assertThat(isInMemory(known)).isTrue();
    trim(5);
    assertThat(isInMemory(known)).isFalse();
    assertKept(6);
  }

  @Test
  void retentionBySizeKeepsWhatItCounts() {
    TopicDescription topic =
        log.topic(
            "sized",
            1,
            TopicSettings.STATE.withRetention(new Retention(Retention.UNLIMITED, 10L * BATCH)));
    partition = new TopicPartition(topic.id(), 0);
    for (int i = 0; i < 3; i++) {
      append(10);
      seal();
    }
    trim(3);

    log.sweep();

    assertThat(log.start(partition)).isEqualTo(20);
    assertKept(10);
  }

  private static boolean isInMemory(Partition partition) {
    return StoredBytes.isInMemory(partition, partition.rows(), partition.logStart());
  }

  private void append(int batches) {
    for (int i = 0; i < batches; i++) {
      log.append(partition, BODY);
    }
  }

  private void seal() {
    log.backend.sealActive();
    log.backend.awaitSegments();
  }

  private void trim(long offset) {
    TestLog.get(log.backend.log().trim(partition, offset));
  }

  private void assertKept(int batches) {
    assertThat(bytes()).isEqualTo((long) batches * BATCH);
  }

  private long bytes() {
    return TestLog.get(log.backend.topics().sizes(List.of(partition.topic())))[0];
  }

  private static int size(String... values) {
    ByteBuf batch = TestLog.batch(values);
    try {
      return batch.readableBytes();
    } finally {
      batch.release();
    }
  }
}

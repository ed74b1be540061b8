package io.weir.embedded.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.BackendException.Corrupt;
import io.weir.backend.Durability;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.state.LogState;
import io.weir.embedded.storage.Layout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that were safe and are not any more: named, not served, and nothing else is lost. */
class DamageTest {
  @TempDir Path directory;

  @Test
  void aFlippedByteAnywhereInTheActiveSegmentCostsNoMoreThanWhatItHit() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    TopicPartition b = log.partition("b");
    fill(log, a, b, 8);
    log.kill();
    Path segment = LogFiles.lastSegment(directory);
    byte[] whole = Files.readAllBytes(segment);
    int from = LogFiles.indexOf(whole, "a value 2") - 160;
    int to = LogFiles.indexOf(whole, "b value 3");

    for (int position = from; position < to; position++) {
      if (whole[position] == 0 && position % 16 != 0) {
        continue; // mostly the rest of a sector
      }
      byte[] damaged = whole.clone();
      damaged[position] ^= 0x20;
      Files.write(segment, damaged);
      log.open();
      assertThatLittleIsLost(log, a, "a", 8, position);
      assertThatLittleIsLost(log, b, "b", 8, position);
      long next = log.append(a, "new");
      assertThat(next).as("the offset after damage at %d", position).isGreaterThanOrEqualTo(8);
      log.kill();
    }
  }

  @Test
  void aFlippedByteInASealedSegmentIsNamedWhenItIsReadAndTheRestIsServed() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    TopicPartition b = log.partition("b");
    fill(log, a, b, 8);
    String filler = "x".repeat(6000);
    while (LogFiles.segments(directory).size() < 2) {
      log.append(b, filler);
    }
    log.close();
    Path segment = LogFiles.segments(directory).getFirst();
    byte[] whole = Files.readAllBytes(segment);
    int at = LogFiles.indexOf(whole, "a value 3");

    LogFiles.flip(segment, at);
    log.open();

    assertThat(log.records(a)).hasSize(7).doesNotContainKey(3L).containsEntry(4L, "a value 4");
    Corrupt corrupt = TestLog.failure(Corrupt.class, log.reading(a, 3));
    assertThat(corrupt.nextReadable()).isEqualTo(4);
    assertThat(corrupt)
        .hasMessageContaining(segment.toString())
        .hasMessageContaining("offsets 3 to 3");
    log.close();
  }

  @Test
  void damageInTheLastCommitIsToldFromATornOneByTheMarkOfAnOrderlyStop() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    TopicPartition b = log.partition("b");
    fill(log, a, b, 3);
    log.close();
    Path segment = LogFiles.lastSegment(directory);
    LogFiles.flip(segment, LogFiles.indexOf(Files.readAllBytes(segment), "b value 2"));

    log.open();

    assertThat(log.end(b)).isEqualTo(3);
    TestLog.failure(Corrupt.class, log.reading(b, 2));
    assertThat(log.values(a)).hasSize(3);
    log.close();
  }

  @Test
  void aMissingOrDamagedIndexIsMadeAgain() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    Map<Long, String> expected = new LinkedHashMap<>();
    for (int i = 0; LogFiles.segments(directory).size() < 6; i++) {
      expected.put(
          log.append(a, "v" + i + "-" + "x".repeat(3000)), "v" + i + "-" + "x".repeat(3000));
    }
    log.close();

    Path missing = LogFiles.indexes(directory).get(0);
    Files.delete(missing);
    LogFiles.flip(LogFiles.indexes(directory).get(1), 60); // in the table
    Path rows = LogFiles.indexes(directory).get(2);
    LogFiles.flip(rows, (int) Files.size(rows) - 5);
    Files.write(LogFiles.indexes(directory).get(3), new byte[0]);
    log.open();

    assertThat(log.records(a)).isEqualTo(expected);
    assertThat(missing).exists();
    log.close();
  }

  @Test
  void anIndexMadeAgainHasTheLastCommitThoughItsHeadIsDamaged() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    Map<Long, String> expected = new LinkedHashMap<>();
    for (int i = 0; LogFiles.segments(directory).size() < 2; i++) {
      expected.put(
          log.append(a, "v" + i + "-" + "x".repeat(3000)), "v" + i + "-" + "x".repeat(3000));
    }
    log.close();
    Path sealed = LogFiles.segments(directory).getFirst();
    LogFiles.flip(sealed, LogFiles.lastCommit(Files.readAllBytes(sealed)) + 6);
    Files.delete(LogFiles.indexes(directory).getFirst());

    log.open();

    assertThat(log.records(a)).isEqualTo(expected);
    log.close();
  }

  @Test
  void anIndexMadeAgainNamesWhatIsDamagedInTheMiddle() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    for (int i = 0; LogFiles.segments(directory).size() < 2; i++) {
      log.append(a, "v" + i + "-" + "x".repeat(3000));
    }
    log.close();
    Path sealed = LogFiles.segments(directory).getFirst();
    byte[] bytes = Files.readAllBytes(sealed);
    int body = LogFiles.indexOf(bytes, "v5-");
    Arrays.fill(bytes, body - 200, body + 200, (byte) 1);
    Files.write(sealed, bytes);
    Files.delete(LogFiles.indexes(directory).getFirst());

    log.open();

    Corrupt corrupt = TestLog.failure(Corrupt.class, log.reading(a, 5));
    assertThat(corrupt.nextReadable()).isEqualTo(6);
    assertThat(log.records(a)).containsKey(4L).doesNotContainKey(5L).containsKey(6L);
    log.close();
  }

  @Test
  void anIndexMadeAgainLeavesNothingOutSilentlyAtOffsetsThatWereSkipped() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a", Durability.ASYNC);
    log.append(a, "first");
    log.append(a, "before-" + "x".repeat(3000));
    log.powerCut();
    long resumed = log.append(a, "resumed-" + "x".repeat(3000));
    for (int i = 0; LogFiles.segments(directory).size() < 2; i++) {
      log.append(a, "v" + i + "-" + "x".repeat(3000));
    }
    log.close();
    Path sealed = LogFiles.segments(directory).getFirst();
    byte[] bytes = Files.readAllBytes(sealed);
    for (String lost : List.of("before-", "resumed-")) {
      int body = LogFiles.indexOf(bytes, lost);
      Arrays.fill(bytes, body - 120, body + 200, (byte) 1);
    }
    Files.write(sealed, bytes);
    Files.delete(LogFiles.indexes(directory).getFirst());

    log.open();

    assertThat(log.records(a)).containsEntry(0L, "first").doesNotContainKeys(1L, resumed);
    assertThat(log.records(a)).containsKey(resumed + 1);
    assertThat(TestLog.failure(Corrupt.class, log.reading(a, 1)).nextReadable())
        .isEqualTo(resumed + 1);
    log.close();
  }

  @Test
  void aDamagedCheckpointIsReplacedByTheOneBefore() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    int count = 0;
    while (LogFiles.segments(directory).size() < 3) {
      log.append(a, "v" + count++ + "-" + "x".repeat(3000));
    }
    TopicPartition late = log.partition("late");
    log.append(late, "late");
    log.close();
    LogFiles.flip(LogFiles.lastSegment(directory), Layout.FIRST_COMMIT + 90);

    log.open();

    assertThat(log.values(a)).hasSize(count);
    assertThat(log.values(late)).containsExactly("late");
    log.close();
  }

  @Test
  void aSegmentThatLostItsHeadIsSetAsideAndTheOthersAreServed() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    int count = 0;
    while (LogFiles.segments(directory).size() < 4) {
      log.append(a, "v" + count++ + "-" + "x".repeat(3000));
    }
    log.close();
    Path lost = LogFiles.segments(directory).get(1);
    LogFiles.flip(lost, 3);
    LogFiles.flip(lost, Layout.SECTOR + 3);

    log.open();

    assertThat(lost).doesNotExist();
    assertThat(lost.resolveSibling(lost.getFileName() + ".damaged")).exists();
    assertThat(log.end(a)).isEqualTo(count);
    Map<Long, String> found = log.records(a);
    assertThat(found).containsKey(0L).containsKey(count - 1L).hasSizeLessThan(count);
    long first = 0;
    while (found.containsKey(first)) {
      first++;
    }
    Corrupt corrupt = TestLog.failure(Corrupt.class, log.reading(a, first));
    assertThat(found).containsKey(corrupt.nextReadable());
    assertThat(corrupt).hasMessageContaining("are lost, for what told of them is damaged");
    log.close();
  }

  @Test
  void aLastSegmentWhoseHeadWasWipedIsSetAsideAndNotDeleted() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    while (LogFiles.segments(directory).size() < 2) {
      log.append(a, "x".repeat(3000));
    }
    log.append(a, "acknowledged");
    long end = log.end(a);
    log.kill();
    Path lost = LogFiles.lastSegment(directory);
    byte[] bytes = Files.readAllBytes(lost);
    Arrays.fill(bytes, 0, Layout.FIRST_COMMIT, (byte) 0);
    Files.write(lost, bytes);

    log.open();

    Path aside = lost.resolveSibling(lost.getFileName() + ".damaged");
    assertThat(LogFiles.indexOf(Files.readAllBytes(aside), "acknowledged")).isPositive();
    assertThat(log.append(a, "new")).isGreaterThanOrEqualTo(end);
    log.close();
  }

  @Test
  void aDamagedCheckpointCostsNothingOfWhatWasWrittenRightAfterIt() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    int count = 0;
    while (LogFiles.segments(directory).size() < 2) {
      log.append(a, "v" + count++ + "-" + "x".repeat(3000));
    }
    log.kill();
    byte[] whole = Files.readAllBytes(LogFiles.lastSegment(directory));

    for (int position : new int[] {2, CommitHeader.BYTES + 2, CommitHeader.BYTES + 60}) {
      Files.write(LogFiles.lastSegment(directory), whole);
      LogFiles.flip(LogFiles.lastSegment(directory), Layout.FIRST_COMMIT + position);
      log.open();
      assertThat(log.values(a)).as("after damage at %d", position).hasSize(count);
      log.kill();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 100, 1000})
  void theLastBatchIsFoundThoughItsCommitsHeadIsDamagedAndItEndsWithZeros(int zeros)
      throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    String value = "x".repeat(300) + "\0".repeat(zeros);
    for (int i = 0; i < 3; i++) {
      log.append(a, value);
    }
    log.close();
    Path segment = LogFiles.lastSegment(directory);
    LogFiles.flip(segment, LogFiles.lastCommit(Files.readAllBytes(segment)) + 2);

    log.open();

    assertThat(log.values(a)).hasSize(3).containsOnly(value);
    log.close();
  }

  @Test
  void theFirstCheckpointIsNotNeededAsLongAsAllThatFollowedIsThere() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    TopicPartition b = log.partition("b");
    fill(log, a, b, 5);
    log.close();
    LogFiles.flip(LogFiles.lastSegment(directory), Layout.FIRST_COMMIT + CommitHeader.BYTES + 2);

    log.open();

    assertThat(log.values(a)).hasSize(5);
    assertThat(log.values(b)).hasSize(5);
    log.crash();
    assertThat(log.values(a)).hasSize(5);
    log.close();
  }

  @Test
  void noOffsetIsGivenAgainThoughALostSegmentHadAnyNumberOfThem() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    while (LogFiles.segments(directory).size() < 2) {
      log.append(a, "x".repeat(3000));
    }
    TestLog.get(log.backend.log().append(a, TestLog.hollowBatch(50_000_000)));
    long end = log.end(a);
    log.kill();
    Path lost = LogFiles.lastSegment(directory);
    LogFiles.flip(lost, 3);
    LogFiles.flip(lost, Layout.SECTOR + 3);

    log.open();

    assertThat(log.append(a, "new")).isGreaterThanOrEqualTo(end);
    log.close();
  }

  @Test
  void damageThatWasCountedOnceIsNotCountedAtEveryStart() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    TopicPartition b = log.partition("b");
    fill(log, a, b, 5);
    log.kill();
    flipHeadOfCommitWith("a value 2");
    log.open();
    long next = log.append(a, "after the first damage");
    assertThat(next).isGreaterThanOrEqualTo(LogState.SKIP_UNKNOWN);

    log.restart();
    log.crash();
    assertThat(log.append(a, "later")).isEqualTo(next + 1);
    assertThat(TestLog.get(log.backend.log().offsets(b)).leaderEpoch()).isEqualTo(1);

    log.append(b, "proves that what is before it was synced");
    log.kill();
    flipHeadOfCommitWith("later");
    log.open();
    assertThat(log.append(a, "after the second")).isGreaterThan(next + LogState.SKIP_UNKNOWN);
    log.close();
  }

  @Test
  void noProducerIdIsGivenAgainThoughTheRecordThatReservedItIsDamaged() throws IOException {
    TestLog log = TestLog.in(directory);
    long id = TestLog.get(log.backend.producers().newProducer()).id();
    log.partition("after it");
    log.kill();
    flipPayload(EntryKind.PRODUCER_IDS);

    log.open();

    assertThat(TestLog.get(log.backend.producers().newProducer()).id()).isGreaterThan(id);
    log.close();
  }

  @Test
  void aTopicWhoseDeletionIsDamagedMakesWayForTheNextOfItsName() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition first = log.partition("t");
    TestLog.get(log.backend.topics().delete(first.topic()));
    TopicPartition second = log.partition("t");
    log.kill();
    flipPayload(EntryKind.TOPIC_DELETED);

    log.open();

    assertThat(TestLog.get(log.backend.topics().list()))
        .extracting(TopicDescription::id)
        .containsExactly(second.topic());
    log.close();
  }

  @Test
  void theLogStartNeverPassesTheHighWatermarkThoughWhatWasBeforeItIsDamaged() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    log.append(a, "first");
    log.append(a, "second");
    TestLog.get(log.backend.log().trim(a, 2));
    log.kill();
    Path segment = LogFiles.lastSegment(directory);
    LogFiles.flip(segment, LogFiles.indexOf(Files.readAllBytes(segment), "second") - 100);
    flipHeadOfCommitWith("second");

    log.open();

    assertThat(log.start(a)).isEqualTo(2);
    assertThat(log.end(a)).isEqualTo(2);
    long next = log.append(a, "third");
    TestLog.get(log.reading(a, 2)).batches().release();
    assertThat(log.records(a)).isEqualTo(Map.of(next, "third"));
    log.close();
  }

  /** Damages the payload of the last entry of a kind. */
  private void flipPayload(EntryKind kind) throws IOException {
    Path segment = LogFiles.lastSegment(directory);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment));
    int position = bytes.limit();
    do {
      position -= Layout.ALIGNMENT;
    } while (bytes.getShort(position) != EntryHeader.MAGIC || bytes.get(position + 2) != kind.id);
    LogFiles.flip(segment, position + EntryHeader.BYTES + 1);
  }

  private void flipHeadOfCommitWith(String value) throws IOException {
    Path segment = LogFiles.lastSegment(directory);
    byte[] bytes = Files.readAllBytes(segment);
    int head = LogFiles.lastCommit(Arrays.copyOf(bytes, LogFiles.indexOf(bytes, value)));
    LogFiles.flip(segment, head + 6);
  }

  private static void fill(TestLog log, TopicPartition a, TopicPartition b, int count) {
    for (int i = 0; i < count; i++) {
      log.append(a, "a value " + i);
      log.append(b, "b value " + i);
    }
  }

  /** At most one record is hit, and every other one is served at its offset. */
  private static void assertThatLittleIsLost(
      TestLog log, TopicPartition partition, String name, int count, int position) {
    Map<Long, String> found = log.records(partition);
    assertThat(found).as("after damage at %d", position).hasSizeBetween(count - 1, count);
    found.forEach((offset, value) -> assertThat(value).isEqualTo(name + " value " + offset));
  }
}

package io.weir.embedded.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.backend.AppendWait;
import io.weir.backend.BackendException.Fenced;
import io.weir.backend.Durability;
import io.weir.backend.Isolation;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.fixture.TestTransaction;
import io.weir.embedded.state.LogState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions over seals, restarts, crashes and lost indexes. */
class TransactionRecoveryTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void anEndThatACrashCutAnywhereIsAnEndInNoPartition(Outcome outcome) throws IOException {
    TestLog log = TestLog.in(directory);
    List<TopicPartition> all = List.of(log.partition("a"), log.partition("b"), log.partition("c"));
    TestTransaction transaction =
        new TestTransaction(log, "tx").begin(all.toArray(TopicPartition[]::new));
    all.forEach(partition -> transaction.write(partition, "written"));
    Path segment = LogFiles.lastSegment(directory);
    byte[] before = Files.readAllBytes(segment);
    transaction.end(outcome);
    log.kill();
    byte[] after = Files.readAllBytes(segment);
    int from = Arrays.mismatch(before, after);
    int to = LogFiles.written(after);

    for (int cut = from; cut < to; cut += 9) {
      byte[] torn = before.clone();
      System.arraycopy(after, from, torn, from, cut - from);
      Files.write(segment, torn);
      log.open();
      for (TopicPartition partition : all) {
        assertThat(TestTransaction.stable(log, partition)).as("cut at %d", cut).isZero();
        assertThat(log.end(partition)).as("cut at %d", cut).isEqualTo(1);
      }
      log.kill();
    }

    Files.write(segment, after);
    log.open();
    for (TopicPartition partition : all) {
      assertThat(TestTransaction.stable(log, partition)).isEqualTo(2);
      assertThat(TestTransaction.committed(log, partition, 1 << 20))
          .hasSize(outcome == Outcome.COMMIT ? 1 : 0);
    }
    log.close();
  }

  @Test
  void anOpenTransactionIsStillOpenManySegmentsLater() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    TestTransaction transaction = new TestTransaction(log, "tx").begin(a).write(a, "early");
    fill(log, a, 4);

    log.crash();
    assertThat(TestTransaction.stable(log, a)).isZero();
    transaction.write(a, "late").end(Outcome.COMMIT);

    assertThat(TestTransaction.committed(log, a, 1 << 20)).startsWith("early").endsWith("late");
    log.close();
  }

  @Test
  void whatWasAbortedIsPassedOverAfterSealsRestartsAndWithoutIndexes() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    List<String> expected = new ArrayList<>();
    TestTransaction spanning = new TestTransaction(log, "spanning").begin(a).write(a, "no");
    for (int i = 0; LogFiles.segments(directory).size() < 6; i++) {
      TestTransaction each = new TestTransaction(log, "tx" + i % 7).begin(a);
      boolean kept = i % 3 == 0;
      String value = (kept ? "yes" : "no") + i + "-" + "x".repeat(2000);
      each.write(a, value).end(kept ? Outcome.COMMIT : Outcome.ABORT);
      if (kept) {
        expected.add(value);
      }
    }
    spanning.write(a, "no").end(Outcome.ABORT);
    assertThatReadersSee(log, a, expected);

    log.restart();
    assertThatReadersSee(log, a, expected);
    log.crash();
    assertThatReadersSee(log, a, expected);
    log.close();
    for (Path index : LogFiles.indexes(directory)) {
      Files.delete(index);
    }
    log.open();
    assertThatReadersSee(log, a, expected);
    log.close();
  }

  @Test
  void aTransactionOfWhichThePowerMayHaveTakenAPartIsNeverCommitted() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition synced = log.partition("synced");
    TopicPartition async = log.partition("async", Durability.ASYNC);
    TestTransaction transaction =
        new TestTransaction(log, "tx").begin(synced, async).write(async, "a").write(synced, "s");

    log.powerCut();

    TestLog.failure(Fenced.class, transaction.ending(Outcome.COMMIT));
    await().until(() -> TestTransaction.stable(log, synced) == log.end(synced));
    assertThat(TestTransaction.stable(log, async)).isEqualTo(log.end(async));
    assertThat(TestTransaction.committed(log, synced, 1 << 20)).isEmpty();
    log.close();
  }

  @Test
  void whatWasCommittedStaysSoThoughTheEntryThatSaysSoIsDamaged() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    TopicPartition b = log.partition("b");
    TestTransaction transaction = new TestTransaction(log, "tx").begin(a, b);
    transaction.write(a, "in a").write(b, "in b");
    Path segment = LogFiles.lastSegment(directory);
    byte[] before = Files.readAllBytes(segment);
    transaction.end(Outcome.COMMIT);
    byte[] after = Files.readAllBytes(segment);
    log.append(a, "later");
    log.kill();
    // The last thing in the commit is the list of the transaction's partitions.
    LogFiles.flip(segment, LogFiles.written(after) - Long.BYTES);
    assertThat(Arrays.mismatch(before, after)).isLessThan(LogFiles.written(after) - 200);

    log.open();

    await().until(() -> TestTransaction.stable(log, a) == log.end(a));
    await().until(() -> TestTransaction.stable(log, b) == log.end(b));
    assertThat(TestTransaction.committed(log, a, 1 << 20)).containsExactly("in a", "later");
    assertThat(TestTransaction.committed(log, b, 1 << 20)).containsExactly("in b");
    log.close();
  }

  @Test
  void aTransactionThatBeginsBehindSkippedOffsetsLeavesCommittedReadersWhereTheyAre()
      throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition async = log.partition("async", Durability.ASYNC);
    new TestTransaction(log, "aborted").begin(async).write(async, "no").end(Outcome.ABORT);
    log.append(async, "before");
    long end = log.end(async);
    log.crash(); // what was written before is on disk now
    log.powerCut();

    TestTransaction open = new TestTransaction(log, "tx").begin(async).write(async, "open");

    assertThat(log.end(async)).isGreaterThan(LogState.SKIP);
    assertThat(TestTransaction.stable(log, async)).isEqualTo(end);
    AppendWait wait = log.backend.log().awaitAppend(async, end, Isolation.COMMITTED);
    assertThat(wait.future().isComplete()).isFalse();
    assertThat(TestTransaction.committed(log, async, 1 << 20)).containsExactly("before");
    open.end(Outcome.COMMIT);
    TestLog.get(wait.future());
    assertThat(TestTransaction.committed(log, async, 1 << 20)).containsExactly("before", "open");
    log.close();
  }

  @Test
  void anIdWhoseEpochsHaveRunOutGoesOnWithAnotherProducer() throws IOException {
    TestLog log = new TestLog(directory, TestLog.SMALL).openInMemory();
    TopicPartition a = log.partition("a", Durability.MEMORY);
    TestTransaction first = new TestTransaction(log, "tx");
    TestTransaction last = first;
    while (last.producer.epoch() < Short.MAX_VALUE - 1) {
      last = new TestTransaction(log, "tx");
    }
    last.begin(a).write(a, "at the end of the epochs").end(Outcome.COMMIT);

    assertThat(last.producer.id()).isNotEqualTo(first.producer.id());
    assertThat(last.producer.epoch()).isZero();
    last.begin(a).write(a, "after it").end(Outcome.COMMIT);
    assertThat(TestTransaction.committed(log, a, 1 << 20))
        .containsExactly("at the end of the epochs", "after it");
    log.close();
  }

  private static void assertThatReadersSee(
      TestLog log, TopicPartition partition, List<String> expected) {
    assertThat(TestTransaction.committed(log, partition, 1 << 20)).isEqualTo(expected);
    assertThat(TestTransaction.committed(log, partition, 1)).isEqualTo(expected);
    assertThat(TestTransaction.stable(log, partition)).isEqualTo(log.end(partition));
  }

  private void fill(TestLog log, TopicPartition partition, int segments) throws IOException {
    while (LogFiles.segments(directory).size() < segments) {
      log.append(partition, "x".repeat(3000));
    }
  }
}

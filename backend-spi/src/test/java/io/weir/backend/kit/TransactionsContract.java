package io.weir.backend.kit;

import static io.weir.backend.kit.TransactionalWriter.LONG_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.AppendWait;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.ReadResult.AbortedTransaction;
import io.weir.backend.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions as readers see them. */
abstract class TransactionsContract extends Contract {

  @BeforeEach
  void needsTransactions() {
    needs(Feature.TRANSACTIONS);
  }

  @Test
  void whatIsOpenIsSeenByUncommittedReadersAlone() {
    TopicPartition partition = partition();
    append(partition, Batch.of("before"));
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(partition);

    writer.write(partition, "open");
    append(partition, Batch.of("behind"));

    Offsets offsets = offsets(partition);
    assertThat(offsets.lastStable()).isEqualTo(1);
    assertThat(offsets.highWatermark()).isEqualTo(3);
    assertThat(committed(partition)).containsExactly("before");
    assertThat(values(partition)).containsExactly("before", "open", "behind");
    assertThat(read(new Read(partition, 2, PLENTY, Isolation.COMMITTED)))
        .as("behind the last stable offset there is nothing, and nothing out of range")
        .isEmpty();
  }

  @Test
  void aCommitShowsItAll() {
    TopicPartition partition = partition();
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(partition);
    writer.write(partition, "a", "b");
    append(partition, Batch.of("between"));
    writer.write(partition, "c");

    writer.commit();

    assertThat(committed(partition)).containsExactly("a", "b", "between", "c");
    assertThat(offsets(partition).lastStable()).isEqualTo(end(partition));
  }

  @Test
  void anAbortHidesItFromCommittedReaders() {
    TopicPartition partition = partition();
    append(partition, Batch.of("before"));
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(partition);
    long first = writer.write(partition, "a", "b");
    append(partition, Batch.of("between"));
    writer.write(partition, "c");
    long producer = writer.producer.id();

    writer.abort();

    assertThat(committed(partition)).containsExactly("before", "between");
    assertThat(values(partition)).containsExactly("before", "a", "b", "between", "c");
    assertThat(offsets(partition).lastStable()).isEqualTo(end(partition));
    assertThat(aborted(new Read(partition, 0, PLENTY, Isolation.COMMITTED)))
        .containsExactly(new AbortedTransaction(producer, first));
    assertThat(aborted(new Read(partition, 4, PLENTY, Isolation.COMMITTED)))
        .as("named also to a reader that begins inside it")
        .containsExactly(new AbortedTransaction(producer, first));
    assertThat(aborted(new Read(partition, 0, PLENTY, Isolation.UNCOMMITTED))).isEmpty();
    assertThat(aborted(new Read(partition, end(partition), PLENTY, Isolation.COMMITTED))).isEmpty();
  }

  @Test
  void aMarkerOfTheProducerEndsEachTransactionInEachPartition() {
    TopicPartition one = partition();
    TopicPartition two = partition();
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(one, two);
    writer.write(one, "a");
    writer.write(two, "b");

    writer.commit();

    for (TopicPartition partition : List.of(one, two)) {
      Stored marker = readAll(partition).getLast();
      assertThat(marker.control()).isTrue();
      assertThat(marker.producerId()).isEqualTo(writer.producer.id());
      assertThat(marker.baseOffset()).isEqualTo(1);
    }
  }

  @Test
  void oneTransactionFollowsAnother() {
    TopicPartition partition = partition();
    TransactionalWriter writer = new TransactionalWriter(this, "tx");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      writer.enlist(partition);
      writer.write(partition, "v" + i);
      if (i % 3 == 1) {
        writer.abort();
      } else {
        writer.commit();
        expected.add("v" + i);
      }
      assertThat(committed(partition)).isEqualTo(expected);
    }
  }

  @Test
  void interleavedTransactionsEndOnTheirOwn() {
    TopicPartition partition = partition();
    TransactionalWriter early = new TransactionalWriter(this, "early").enlist(partition);
    TransactionalWriter late = new TransactionalWriter(this, "late").enlist(partition);
    early.write(partition, "e1");
    late.write(partition, "l1");
    early.write(partition, "e2");
    late.write(partition, "l2");

    late.commit();
    assertThat(committed(partition)).as("the stable offset waits for the oldest").isEmpty();
    early.abort();

    assertThat(committed(partition)).containsExactly("l1", "l2");
  }

  @Test
  void aTransactionSpansPartitionsAndTopics() {
    List<TopicPartition> all = List.of(partition(), partition(), partition());
    TransactionalWriter writer = new TransactionalWriter(this, "tx");
    writer.enlist(all.get(0), all.get(1));
    writer.write(all.get(0), "x");
    writer.enlist(all.get(2));
    writer.write(all.get(2), "x");
    writer.write(all.get(1), "x");
    all.forEach(partition -> assertThat(committed(partition)).isEmpty());

    writer.commit();

    all.forEach(partition -> assertThat(committed(partition)).containsExactly("x"));
  }

  @Test
  void aTransactionMayEndWithoutHavingWritten() {
    TopicPartition partition = partition();
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(partition);

    writer.commit();

    assertThat(committed(partition)).isEmpty();
    assertThat(offsets(partition).lastStable()).isEqualTo(end(partition));
  }

  @Test
  void awaitingCommittedRecordsWaitsForTheEndOfTheTransaction() {
    TopicPartition partition = partition();
    AppendWait any = backend.log().awaitAppend(partition, 0, Isolation.UNCOMMITTED);
    AppendWait stable = backend.log().awaitAppend(partition, 0, Isolation.COMMITTED);
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(partition);

    writer.write(partition, "a");
    get(any.future());
    assertThat(stable.future().isComplete()).isFalse();

    writer.commit();
    get(stable.future());
  }

  @Test
  void aTransactionLeftOpenIsAbortedAfterItsTimeout() {
    TopicPartition partition = partition();
    TransactionalWriter writer = new TransactionalWriter(this, "tx", 1000).enlist(partition);
    writer.write(partition, "forgotten");

    AppendWait ended = backend.log().awaitAppend(partition, 0, Isolation.COMMITTED);
    get(ended.future());

    assertThat(committed(partition)).isEmpty();
    assertThat(values(partition)).containsExactly("forgotten");
  }

  @Test
  void endedTransactionsSurviveARestartAndACrash() throws Exception {
    for (Ending ending : List.<Ending>of(this::restart, this::crash)) {
      TopicPartition one = partition();
      TopicPartition two = partition();
      TransactionalWriter writer = new TransactionalWriter(this, "tx");
      writer.enlist(one, two);
      writer.write(one, "kept");
      writer.write(two, "kept");
      writer.commit();
      writer.enlist(one);
      long first = writer.write(one, "hidden");
      writer.abort();

      ending.happens();

      assertThat(committed(one)).containsExactly("kept");
      assertThat(committed(two)).containsExactly("kept");
      assertThat(aborted(new Read(one, 0, PLENTY, Isolation.COMMITTED)))
          .containsExactly(new AbortedTransaction(writer.producer.id(), first));
      assertThat(offsets(one).lastStable()).isEqualTo(end(one));
    }
  }

  @Test
  void anOpenTransactionGoesOnAfterARestart() throws Exception {
    TopicPartition partition = partition();
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(partition);
    writer.write(partition, "a");

    restart();
    assertThat(committed(partition)).isEmpty();
    writer.write(partition, "b");
    writer.commit();

    assertThat(committed(partition)).containsExactly("a", "b");
  }

  @Test
  void anOpenTransactionIsAbortedByItsIdsNextHolderAfterACrash() throws Exception {
    TopicPartition one = partition();
    TopicPartition two = partition();
    TransactionalWriter lost = new TransactionalWriter(this, "tx").enlist(one, two);
    lost.write(one, "lost");
    lost.write(two, "lost");

    crash();
    TransactionalWriter heir = new TransactionalWriter(this, "tx");
    Awaitility.await().until(() -> offsets(one).lastStable() == end(one));
    heir.enlist(one, two);
    heir.write(one, "found");
    heir.commit();

    assertThat(committed(one)).containsExactly("found");
    assertThat(committed(two)).isEmpty();
  }

  @Test
  void idsAndEpochsGrowOverLives() throws Exception {
    ProducerEpoch first =
        get(backend.producers().newTransactionalProducer("tx", LONG_MILLIS, null));
    crash();
    ProducerEpoch second =
        get(backend.producers().newTransactionalProducer("tx", LONG_MILLIS, null));
    restart();
    ProducerEpoch third =
        get(backend.producers().newTransactionalProducer("tx", LONG_MILLIS, null));
    ProducerEpoch other =
        get(backend.producers().newTransactionalProducer("other", LONG_MILLIS, null));

    assertThat(List.of(second.id(), third.id())).containsOnly(first.id());
    assertThat(List.of(first.epoch(), second.epoch(), third.epoch()))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(other.id()).isNotEqualTo(first.id());
  }

  private List<AbortedTransaction> aborted(Read read) {
    ReadResult result = get(backend.log().read(read));
    result.batches().release();
    return result.aborted();
  }
}

package io.weir.backend.kit;

import static io.weir.backend.kit.TransactionalWriter.LONG_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.backend.AppendResult.Duplicate;
import io.weir.backend.BackendException.Fenced;
import io.weir.backend.BackendException.InvalidTransaction;
import io.weir.backend.BackendException.OutOfOrderSequence;
import io.weir.backend.BackendException.UnknownTopic;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.backend.TopicPartition;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is refused to whom, and when. */
abstract class TransactionStatesContract extends Contract {

  @BeforeEach
  void needsTransactions() {
    needs(Feature.TRANSACTIONS);
  }

  @Test
  void aPartitionThatIsNotEnlistedIsRefused() {
    TopicPartition enlisted = partition();
    TopicPartition other = partition();
    TransactionalWriter writer = new TransactionalWriter(this, "tx");

    failure(InvalidTransaction.class, appending(enlisted, writer.next(enlisted, "too early")));
    writer.enlist(enlisted);
    failure(InvalidTransaction.class, appending(other, writer.next(other, "not enlisted")));
    writer.write(enlisted, "a");
    writer.commit();
    failure(InvalidTransaction.class, appending(enlisted, writer.next(enlisted, "too late")));

    assertThat(values(enlisted)).containsExactly("a");
    assertThat(values(other)).isEmpty();
  }

  @Test
  void aPartitionThatIsNotThereCannotBeEnlisted() {
    ProducerEpoch producer = newProducer(null);
    TopicPartition nowhere = new TopicPartition(partition().topic(), 9);

    failure(UnknownTopic.class, backend.producers().enlist("tx", producer, Set.of(nowhere)));
  }

  @Test
  void theNextHolderOfAnIdFencesTheOneBeforeAndAbortsItsTransaction() {
    TopicPartition partition = partition();
    TransactionalWriter old = new TransactionalWriter(this, "tx").enlist(partition);
    old.write(partition, "old");

    TransactionalWriter next = new TransactionalWriter(this, "tx");

    assertThat(next.producer.id()).isEqualTo(old.producer.id());
    assertThat(next.producer.epoch()).isGreaterThan(old.producer.epoch());
    failure(Fenced.class, backend.producers().enlist("tx", old.producer, Set.of(partition)));
    failure(Fenced.class, backend.producers().end("tx", old.producer, Outcome.COMMIT));
    failure(Fenced.class, appending(partition, old.next(partition, "late")));
    assertThat(offsets(partition).lastStable()).isEqualTo(end(partition));
    next.enlist(partition);
    next.write(partition, "next");
    next.commit();
    assertThat(values(partition)).containsExactly("old", "next");
  }

  @Test
  void whoHoldsTheIdMayAskForItsNextEpoch() {
    ProducerEpoch first = newProducer(null);

    ProducerEpoch second = newProducer(first);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.epoch()).isGreaterThan(first.epoch());
  }

  @Test
  void whoNoLongerHoldsTheIdIsFencedWhenItAsksForTheNextEpoch() {
    ProducerEpoch first = newProducer(null);
    ProducerEpoch second = newProducer(null);
    ProducerEpoch third = newProducer(second);

    failure(Fenced.class, backend.producers().newTransactionalProducer("tx", LONG_MILLIS, first));

    assertThat(newProducer(third).epoch()).isGreaterThan(third.epoch());
  }

  @Test
  void endingTwiceTheSameWayIsEndingOnce() {
    for (Outcome outcome : Outcome.values()) {
      TopicPartition partition = partition();
      TransactionalWriter writer = new TransactionalWriter(this, "tx-" + outcome).enlist(partition);
      writer.write(partition, "a");
      ProducerEpoch producer = writer.producer;

      ProducerEpoch once = get(backend.producers().end("tx-" + outcome, producer, outcome));
      ProducerEpoch twice = get(backend.producers().end("tx-" + outcome, producer, outcome));

      assertThat(twice).isEqualTo(once);
      await().untilAsserted(() -> assertThat(end(partition)).as("record, marker").isEqualTo(2));
    }
  }

  @Test
  void endingTheOtherWayAfterwardsIsRefused() {
    for (Outcome outcome : Outcome.values()) {
      Outcome other = outcome == Outcome.COMMIT ? Outcome.ABORT : Outcome.COMMIT;
      TopicPartition partition = partition();
      TransactionalWriter writer = new TransactionalWriter(this, "tx-" + outcome).enlist(partition);
      writer.write(partition, "a");
      get(backend.producers().end("tx-" + outcome, writer.producer, outcome));

      failure(
          InvalidTransaction.class,
          backend.producers().end("tx-" + outcome, writer.producer, other));

      assertThat(end(partition)).isEqualTo(2);
    }
  }

  @Test
  void sequencesCountInTransactionsToo() {
    TopicPartition partition = partition();
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(partition);
    Batch first = writer.next(partition, "a");
    writer.write(partition, "a");

    assertThat(get(appending(partition, first))).isEqualTo(new Duplicate(0));
    Batch gap = Batch.of("gap").by(writer.producer, 5).inTransaction();
    failure(OutOfOrderSequence.class, appending(partition, gap));

    writer.commit();
    assertThat(values(partition)).containsExactly("a");
  }

  @Test
  void aTopicDeletedUnderATransactionDoesNotKeepItFromEnding() {
    TopicPartition kept = partition();
    TopicPartition gone = partition();
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(kept, gone);
    writer.write(kept, "kept");
    writer.write(gone, "gone");

    get(backend.topics().delete(gone.topic()));
    writer.commit();

    assertThat(offsets(kept).lastStable()).isEqualTo(end(kept));
  }

  private ProducerEpoch newProducer(ProducerEpoch expected) {
    return get(backend.producers().newTransactionalProducer("tx", LONG_MILLIS, expected));
  }
}

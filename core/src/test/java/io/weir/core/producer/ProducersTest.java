package io.weir.core.producer;

import static io.weir.core.TestCore.ALICE;
import static io.weir.core.TestCore.STRANGER;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.FaultyBackend;
import io.weir.core.TestCore;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.topic.Topic;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProducersTest {
  private final TestCore test =
      new TestCore(
          CoreOptions.DEFAULT.withAccess(
              (caller, operation, resource) -> !resource.name().equals("foreign")),
          new FaultyBackend());
  private final Producers producers = test.core().producers();

  @AfterEach
  void end() {
    test.close();
  }

  @Test
  void everyProducerIsAnotherOne() {
    assertThat(await(producers.newProducer(ALICE)).id())
        .isNotEqualTo(await(producers.newProducer(ALICE)).id());
  }

  @Test
  void aTransactionalIdIsTheTenantsOwn() {
    ProducerEpoch ours = await(producers.newTransactionalProducer(ALICE, "tx", 60_000, null));
    ProducerEpoch theirs = await(producers.newTransactionalProducer(STRANGER, "tx", 60_000, null));
    ProducerEpoch oursAgain = await(producers.newTransactionalProducer(ALICE, "tx", 60_000, null));

    assertThat(theirs.id()).isNotEqualTo(ours.id());
    assertThat(oursAgain.id()).isEqualTo(ours.id());
    assertThat(oursAgain.epoch()).isGreaterThan(ours.epoch());
  }

  @Test
  void aTransactionTakesInTheCallersPartitionsOnly() {
    Topic orders =
        await(
            test.core().topics().create(ALICE, new TopicName("orders"), 1, TopicSettings.DEFAULT));
    ProducerEpoch ours = await(producers.newTransactionalProducer(ALICE, "tx", 60_000, null));
    ProducerEpoch theirs = await(producers.newTransactionalProducer(STRANGER, "tx", 60_000, null));
    Set<TopicPartition> partitions = Set.of(orders.partition(0));

    await(producers.enlist(ALICE, "tx", ours, partitions));
    await(producers.end(ALICE, "tx", ours, Outcome.COMMIT));
    assertThatThrownBy(() -> await(producers.enlist(STRANGER, "tx", theirs, partitions)))
        .isInstanceOf(Failure.UnknownTopic.class);
    assertThatThrownBy(
            () ->
                await(
                    producers.enlist(
                        ALICE, "tx", ours, Set.of(new TopicPartition(UUID.randomUUID(), 0)))))
        .isInstanceOf(Failure.UnknownTopic.class);
  }

  @Test
  void aTransactionalIdNeedsTheRightToPublishUnderIt() {
    ProducerEpoch producer = new ProducerEpoch(1, (short) 0);
    assertDenied(producers.newTransactionalProducer(ALICE, "foreign", 60_000, null));
    assertDenied(producers.enlist(ALICE, "foreign", producer, Set.of()));
    assertDenied(producers.end(ALICE, "foreign", producer, Outcome.COMMIT));
  }

  private static void assertDenied(Future<?> future) {
    assertThatThrownBy(() -> await(future))
        .isInstanceOf(Failure.Denied.class)
        .hasMessageContaining("'foreign'");
  }

  @Test
  void failuresAreTheCores() {
    ProducerEpoch first = await(producers.newTransactionalProducer(ALICE, "tx", 60_000, null));
    await(producers.newTransactionalProducer(ALICE, "tx", 60_000, null));
    assertThatThrownBy(() -> await(producers.end(ALICE, "tx", first, Outcome.ABORT)))
        .isInstanceOf(Failure.Fenced.class);
  }

  @Test
  void aTransactionalIdIsOfReasonableLength() {
    assertThatThrownBy(() -> await(producers.newTransactionalProducer(ALICE, "", 60_000, null)))
        .isInstanceOf(Failure.InvalidRequest.class);
    assertThatThrownBy(
            () -> await(producers.newTransactionalProducer(ALICE, "x".repeat(513), 60_000, null)))
        .isInstanceOf(Failure.InvalidRequest.class);
  }
}

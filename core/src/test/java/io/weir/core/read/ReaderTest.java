package io.weir.core.read;

import static io.weir.core.TestCore.ALICE;
import static io.weir.core.TestCore.STRANGER;
import static io.weir.core.TestCore.message;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.AppendWait;
import io.weir.backend.BackendException;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.FaultyBackend;
import io.weir.core.TestCore;
import io.weir.core.access.Access.Operation;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limit;
import io.weir.core.limit.Limits;
import io.weir.core.limit.Wait;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReaderTest {
  private final AtomicLong consumed = new AtomicLong();
  private final FaultyBackend faulty = new FaultyBackend();
  private final TestCore test =
      new TestCore(
          CoreOptions.DEFAULT
              .withLimits(atMost(400))
              .withAccess(
                  (caller, operation, resource) ->
                      operation != Operation.CONSUME || !resource.name().equals("secret")),
          faulty);
  private Topic orders;

  @BeforeEach
  void createAndFill() {
    orders = create("orders");
    publish("orders/a", "one");
    publish("orders/b", "two");
    test.events.clear();
  }

  @AfterEach
  void end() {
    test.close();
  }

  @Test
  void readsWholeBatchesFromAnOffset() {
    ReadResult result = await(read(ALICE, orders, 0, 1));
    assertThat(result.offsets()).isEqualTo(new Offsets(0, 2, 2, result.offsets().leaderEpoch()));
    assertThat(result.batches().readableBytes()).isPositive();
    assertThat(result.batches().release()).isTrue();
  }

  @Test
  void aDeliveryIsTold() {
    await(read(ALICE, orders, 0, 0)).batches().release();
    assertThat(test.events)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Delivered.class,
            delivered -> {
              assertThat(delivered.caller()).isEqualTo(ALICE);
              assertThat(delivered.topic()).isEqualTo("orders");
              assertThat(delivered.baseOffset()).isZero();
              assertThat(delivered.records()).isEqualTo(2);
            });
  }

  @Test
  void anEmptyReadIsNoDeliveryAndNoFailure() {
    ReadResult result = await(read(ALICE, orders, 0, 2));
    assertThat(result.batches().isReadable()).isFalse();
    result.batches().release();
    assertThat(test.events).isEmpty();
  }

  @Test
  void outOfRangeSaysWhatThereIs() {
    assertThatThrownBy(() -> await(read(ALICE, orders, 0, 3)))
        .isInstanceOfSatisfying(
            Failure.OffsetOutOfRange.class,
            e -> {
              assertThat(e.logStart()).isZero();
              assertThat(e.end()).isEqualTo(2);
            });
    assertThat(test.events).singleElement().isInstanceOf(Event.Refused.class);
  }

  @Test
  void whoMayNotConsumeReadsNothing() {
    Topic secret = create("secret");
    assertThatThrownBy(() -> await(read(ALICE, secret, 0, 0)))
        .isInstanceOf(Failure.Denied.class)
        .hasMessage("you may not consume topic 'secret'");
    assertThatThrownBy(() -> await(reader().offsets(ALICE, secret, 0)))
        .isInstanceOf(Failure.Denied.class);
    assertThatThrownBy(() -> reader().awaitAppend(ALICE, secret, 0, 0, Isolation.COMMITTED))
        .isInstanceOf(Failure.Denied.class);
  }

  @Test
  void nobodyReadsATopicOfAnotherTenant() {
    assertThatThrownBy(() -> await(read(STRANGER, orders, 0, 0)))
        .isInstanceOf(Failure.UnknownTopic.class);
  }

  @Test
  void aPartitionThatIsNotThereIsUnknown() {
    assertThatThrownBy(() -> await(read(ALICE, orders, 1, 0)))
        .isInstanceOf(Failure.UnknownTopic.class)
        .hasMessage("topic 'orders' has no partition 1; it has 1, numbered from 0");
    assertThatThrownBy(() -> await(read(ALICE, orders, -1, 0)))
        .isInstanceOf(Failure.UnknownTopic.class);
  }

  @Test
  void whoHasConsumedTooMuchWaits() {
    for (int i = 0; i < 10 && consumed.get() <= 400; i++) {
      await(read(ALICE, orders, 0, 0)).batches().release();
    }
    assertThatThrownBy(() -> await(read(ALICE, orders, 0, 0)))
        .isInstanceOfSatisfying(
            Failure.Throttled.class, e -> assertThat(e.retryAfterMillis()).isEqualTo(70));
  }

  @Test
  void waitsForWhatIsAppended() {
    AppendWait wait = reader().awaitAppend(ALICE, orders, 0, 2, Isolation.COMMITTED);
    assertThat(wait.future().isComplete()).isFalse();
    publish("orders/c", "three");
    await(wait.future());
  }

  @Test
  void aWaitForADeletedTopicFailsInTheCoresWords() {
    AppendWait wait = reader().awaitAppend(ALICE, orders, 0, 2, Isolation.COMMITTED);
    await(test.core().topics().delete(ALICE, orders.name()));
    assertThatThrownBy(() -> await(wait.future()))
        .isInstanceOf(Failure.UnknownTopic.class)
        .hasMessage("topic 'orders' does not exist");
  }

  @Test
  void aCancelledWaitIsOver() {
    AppendWait wait = reader().awaitAppend(ALICE, orders, 0, 2, Isolation.COMMITTED);
    wait.cancel();
    publish("orders/c", "three");
    assertThat(wait.future().isComplete()).isFalse();
  }

  @Test
  void offsetsAreFoundByTimeAndEpoch() {
    assertThat(await(reader().offsets(ALICE, orders, 0)).highWatermark()).isEqualTo(2);
    assertThat(await(reader().offsetForTimestamp(ALICE, orders, 0, 0)).orElseThrow().offset())
        .isZero();
    assertThat(await(reader().offsetForTimestamp(ALICE, orders, 0, Long.MAX_VALUE))).isEmpty();
    assertThat(await(reader().offsetOfMaxTimestamp(ALICE, orders, 0))).isPresent();
    int epoch = await(reader().offsets(ALICE, orders, 0)).leaderEpoch();
    assertThat(await(reader().endOfEpoch(ALICE, orders, 0, epoch)).orElseThrow().endOffset())
        .isEqualTo(2);
  }

  @Test
  void damageIsNamedWithWhatFollowsIt() {
    faulty.failNext("read", new BackendException.Corrupt("segment 1 at 61", 1));
    assertThatThrownBy(() -> await(read(ALICE, orders, 0, 0)))
        .isInstanceOfSatisfying(
            Failure.CorruptData.class, e -> assertThat(e.nextReadable()).isEqualTo(1));
  }

  @Test
  void answersComeOnTheCallersContext() {
    Context loop = test.vertx.getOrCreateContext();
    CompletableFuture<Context> seen = new CompletableFuture<>();
    loop.runOnContext(
        turn ->
            read(ALICE, orders, 0, 0)
                .onSuccess(result -> result.batches().release())
                .onComplete(done -> seen.complete(Vertx.currentContext())));
    assertThat(await(seen)).isSameAs(loop);
  }

  private Limits atMost(long bytes) {
    return new Limits() {
      @Override
      public Wait consume(Caller caller, int messages, long more) {
        return consumed.addAndGet(more) > bytes
            ? new Wait(70, Limit.CONSUMED_BYTES, Wait.Scope.TENANT)
            : Wait.NONE;
      }
    };
  }

  private Reader reader() {
    return test.core().reader();
  }

  private Future<ReadResult> read(Caller caller, Topic topic, int partition, long offset) {
    return reader().read(caller, topic, partition, offset, 1 << 20, Isolation.COMMITTED);
  }

  private Topic create(String name) {
    return await(test.core().topics().create(ALICE, new TopicName(name), 1, TopicSettings.DEFAULT));
  }

  private void publish(String address, String body) {
    await(test.core().publisher().publish(ALICE, Address.parse(address), message(body)));
  }
}

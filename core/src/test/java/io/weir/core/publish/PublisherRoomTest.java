package io.weir.core.publish;

import static io.weir.core.TestCore.ALICE;
import static io.weir.core.TestCore.STRANGER;
import static io.weir.core.TestCore.message;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.FaultyBackend;
import io.weir.core.TestCore;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a publisher has on its way to the log: how much, whose, and what becomes of it at the end.
 */
class PublisherRoomTest {
  private static final TopicName ORDERS = new TopicName("orders");

  private final FaultyBackend faulty = new FaultyBackend();
  private final TestCore test =
      new TestCore(
          CoreOptions.DEFAULT.withBounds(new CoreOptions.Bounds(100_000, 1 << 20, 1_000)), faulty);
  private final Context loop = test.vertx.getOrCreateContext();

  @AfterEach
  void end() {
    faulty.release();
    test.close();
  }

  @Test
  void whatIsOnItsWayIsBounded() {
    create(1);
    faulty.hold();
    List<Future<Receipt>> receipts = publishInOneTurn(30);
    assertRefused(receipts.getLast(), Failure.Throttled.class);
    faulty.release();
    await(Future.join(receipts).otherwiseEmpty());
    assertThat(receipts.stream().filter(Future::succeeded).count()).isBetween(5L, 10L);
    faulty.hold(); // what is done with is not counted any more
    List<Future<Receipt>> again = publishInOneTurn(5);
    faulty.release();
    await(Future.all(again));
  }

  /** So many messages of which the bound has room for twenty, before any is answered. */
  private List<Future<Receipt>> publishInOneTurn(int count) {
    List<Future<Receipt>> receipts = new ArrayList<>();
    inTurn(
        () -> {
          for (int i = 0; i < count; i++) {
            receipts.add(publish("orders", "x".repeat(5_000)));
          }
          return Future.succeededFuture();
        });
    return receipts;
  }

  @Test
  void whoFloodsAnEventLoopLeavesRoomForOthers() {
    Topic orders = create(1);
    await(test.core().topics().create(STRANGER, ORDERS, 1, TopicSettings.DEFAULT));
    faulty.hold();
    Future<?> flood =
        inTurn(
            () ->
                Future.join(
                    IntStream.range(0, 30)
                        .mapToObj(i -> publish("orders", "x".repeat(5_000)))
                        .toList()));
    Future<Receipt> others =
        inTurn(
            () ->
                test.core()
                    .publisher()
                    .publish(STRANGER, Address.parse("orders"), message("x".repeat(30_000))));
    faulty.release();
    await(others);
    await(flood.otherwiseEmpty());
    assertThat(test.messages(orders, 0)).hasSizeBetween(5, 10);
  }

  @Test
  void closingWaitsForWhatWasTaken() {
    Topic orders = create(1);
    faulty.hold();
    Future<Receipt> taken = inTurn(() -> publish("orders", "taken"));
    Future<Void> closed = test.core().publisher().close();
    assertRefused(publish("orders", "late"), Failure.Unavailable.class);
    assertThat(closed.isComplete()).isFalse();
    faulty.release();
    await(closed);
    await(taken);
    assertThat(test.messages(orders, 0)).containsExactly("-=taken");
  }

  private Topic create(int partitions) {
    return await(test.core().topics().create(ALICE, ORDERS, partitions, TopicSettings.DEFAULT));
  }

  private Future<Receipt> publish(String address, String body) {
    return test.core().publisher().publish(ALICE, Address.parse(address), message(body));
  }

  private <T> Future<T> inTurn(Supplier<Future<T>> work) {
    CompletableFuture<Future<T>> begun = new CompletableFuture<>();
    loop.runOnContext(turn -> begun.complete(work.get()));
    return begun.join();
  }

  private static void assertRefused(Future<?> future, Class<? extends Failure> with) {
    assertThatThrownBy(() -> await(future)).isInstanceOf(with);
  }
}

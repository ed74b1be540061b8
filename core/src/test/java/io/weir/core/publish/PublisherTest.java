package io.weir.core.publish;

import static io.weir.core.TestCore.ALICE;
import static io.weir.core.TestCore.STRANGER;
import static io.weir.core.TestCore.bytes;
import static io.weir.core.TestCore.message;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.BackendException;
import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.FaultyBackend;
import io.weir.core.TestCore;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limit;
import io.weir.core.limit.Limits;
import io.weir.core.limit.Wait;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import io.weir.record.BatchBuilder;
import io.weir.record.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublisherTest {
  private static final TopicName ORDERS = new TopicName("orders");

  private final AtomicLong limit = new AtomicLong();
  private final AtomicLong largest = new AtomicLong(Long.MAX_VALUE);
  private final AtomicBoolean full = new AtomicBoolean();
  private final FaultyBackend faulty = new FaultyBackend();
  private final TestCore test =
      new TestCore(
          CoreOptions.DEFAULT
              .withLimits(limits())
              .withAccess((caller, operation, resource) -> !resource.name().equals("secret"))
              .withBounds(new CoreOptions.Bounds(100_000, 1 << 20, 1_000)),
          faulty);
  private final Context loop = test.vertx.getOrCreateContext();

  @AfterEach
  void end() {
    faulty.release();
    test.close();
  }

  @Test
  void messagesOfOneTurnBecomeOneBatch() {
    Topic orders = create(1);
    List<Receipt> receipts =
        inOneTurn(() -> publishAll(IntStream.range(0, 100).mapToObj(i -> "orders/" + i).toList()));

    assertThat(test.batches(orders, 0)).isEqualTo(1);
    assertThat(receipts).extracting(Receipt::offset).isEqualTo(range(0, 100));
    assertThat(test.messages(orders, 0).get(42)).isEqualTo("42=orders/42");
  }

  @Test
  void aBatchIsNoLargerThanTheTopicTakes() {
    Topic orders = create(1, TopicSettings.DEFAULT.withMaxBatchBytes(2_000));
    List<Receipt> receipts =
        inOneTurn(
            () ->
                Future.all(
                    IntStream.range(0, 50)
                        .mapToObj(i -> publish("orders", "x".repeat(100)))
                        .toList()));
    assertThat(receipts).extracting(Receipt::offset).isEqualTo(range(0, 50));
    assertThat(test.batches(orders, 0)).isBetween(3, 5);
  }

  @Test
  void eachTurnIsAppendedOnItsOwn() {
    Topic orders = create(1);
    inOneTurn(() -> publishAll(List.of("orders/a", "orders/b")));
    inOneTurn(() -> publishAll(List.of("orders/c")));
    assertThat(test.batches(orders, 0)).isEqualTo(2);
    assertThat(test.messages(orders, 0)).containsExactly("a=orders/a", "b=orders/b", "c=orders/c");
  }

  @Test
  void aKeyAlwaysGoesToItsPartition() {
    create(8);
    for (int i = 0; i < 20; i++) {
      Receipt receipt = await(publish("orders/k" + i, "body"));
      assertThat(receipt.partition())
          .isEqualTo(Partitioner.of(("k" + i).getBytes(StandardCharsets.UTF_8), 8));
    }
  }

  @Test
  void withoutAKeyPartitionsTakeTurns() {
    create(3);
    List<Integer> partitions = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      partitions.add(await(publish("orders", "body")).partition());
    }
    assertThat(partitions).containsExactly(0, 1, 2, 0, 1, 2);
  }

  @Test
  void anEmptyKeyIsAKey() {
    Topic orders = create(1);
    await(publish("orders/", "body"));
    assertThat(test.messages(orders, 0)).containsExactly("=body");
  }

  @Test
  void aMessageWithoutBodyIsATombstone() {
    Topic orders = create(1);
    await(publish("orders/7", new Message(null, List.of(), 5)));
    assertThat(test.messages(orders, 0)).containsExactly("7=-");
  }

  @Test
  void theTopicIsCreatedOnFirstUseAndTheOrderIsKept() {
    faulty.hold();
    CompletableFuture<Future<?>> all = new CompletableFuture<>();
    loop.runOnContext(
        turn -> {
          Future<?> first = publishAll(List.of("orders/1", "orders/2"));
          loop.runOnContext(
              next -> {
                faulty.release(); // the topic may come to be before, between or after the next two
                all.complete(Future.all(first, publishAll(List.of("orders/3", "orders/4"))));
              });
        });
    await(await(all));

    Topic orders = test.core().topics().find(ALICE.tenant(), ORDERS).orElseThrow();
    assertThat(test.messages(orders, 0))
        .containsExactly("1=orders/1", "2=orders/2", "3=orders/3", "4=orders/4");
    assertThat(faulty.creations).hasValue(2); // one of them the metadata
  }

  @Test
  void aFailedCreationFailsAllWhoWaitForIt() {
    ByteBuf body = bytes("body");
    faulty.failNext("create", FaultyBackend.unavailable());
    Future<Receipt> first = publish("orders", new Message(body, List.of(), Message.NOW));
    assertThatThrownBy(() -> await(first)).isInstanceOf(Failure.Unavailable.class);
    assertThat(body.refCnt()).isZero();
    assertThat(await(publish("orders", "again")).offset()).isZero();
  }

  @Test
  void publicationsOfAThreadOutsideVertxKeepTheirOrder() {
    Topic orders = create(1);
    List<Future<Receipt>> receipts =
        IntStream.range(0, 200).mapToObj(i -> publish("orders/" + i, "body")).toList();
    await(Future.all(receipts));
    assertThat(receipts).extracting(r -> r.result().offset()).isEqualTo(range(0, 200));
    assertThat(test.messages(orders, 0).getLast()).isEqualTo("199=body");
  }

  @Test
  void receiptsComeOnTheCallersContext() {
    create(1);
    assertThat(contextOfAnswer(() -> publish("orders", "body"))).isSameAs(loop);
    assertThat(contextOfAnswer(() -> publish("new", "body"))).isSameAs(loop);
    assertThat(contextOfAnswer(() -> publish("secret", "body"))).isSameAs(loop);
  }

  @Test
  void aBatchPassesAsItIs() {
    Topic orders = create(2);
    Receipt receipt =
        await(test.core().publisher().publishBatch(ALICE, orders, 1, batch("a", "b", "c")));
    assertThat(receipt).isEqualTo(new Receipt(orders, 1, 0, 0));
    assertThat(await(test.core().publisher().publishBatch(ALICE, orders, 1, batch("d"))).offset())
        .isEqualTo(3);
    assertThat(test.messages(orders, 1)).containsExactly("-=a", "-=b", "-=c", "-=d");
  }

  @Test
  void aBatchComesAfterTheMessagesPublishedBeforeIt() {
    Topic orders = create(1);
    inOneTurn(
        () ->
            Future.all(
                publish("orders", "first"),
                test.core().publisher().publishBatch(ALICE, orders, 0, batch("second")),
                publish("orders", "third")));
    assertThat(test.messages(orders, 0)).containsExactly("-=first", "-=second", "-=third");
  }

  @Test
  void aDamagedBatchIsRefused() {
    Topic orders = create(1);
    ByteBuf batch = batch("a");
    batch.setByte(batch.writerIndex() - 1, 99);
    assertRefused(
        test.core().publisher().publishBatch(ALICE, orders, 0, batch), Failure.CorruptBatch.class);
    assertRefused(
        test.core().publisher().publishBatch(ALICE, orders, 0, bytes("hello")),
        Failure.CorruptBatch.class);
    assertThat(batch.refCnt()).isZero();
  }

  @Test
  void aBatchForAPartitionThatIsNotThereIsRefused() {
    Topic orders = create(2);
    ByteBuf batch = batch("a");
    assertRefused(
        test.core().publisher().publishBatch(ALICE, orders, 2, batch), Failure.UnknownTopic.class);
    assertThat(batch.refCnt()).isZero();
  }

  @Test
  void nobodyPublishesToATopicOfAnotherTenant() {
    Topic orders = create(1);
    ByteBuf batch = batch("a");
    assertRefused(
        test.core().publisher().publishBatch(STRANGER, orders, 0, batch),
        Failure.UnknownTopic.class);
    assertThat(batch.refCnt()).isZero();
    await(test.core().publisher().publish(STRANGER, Address.of(ORDERS), message("theirs")));
    assertThat(test.messages(orders, 0)).isEmpty();
  }

  @Test
  void whoMayNotPublishIsRefused() {
    ByteBuf body = bytes("body");
    assertRefused(
        publish("secret", new Message(body, List.of(), Message.NOW)), Failure.Denied.class);
    assertThat(body.refCnt()).isZero();
    assertThat(test.core().topics().find(ALICE.tenant(), new TopicName("secret"))).isEmpty();
    assertThat(test.events)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Refused.class,
            refused -> {
              assertThat(refused.operation()).isEqualTo("publish");
              assertThat(refused.topic()).isEqualTo("secret");
              assertThat(refused.failure()).isInstanceOf(Failure.Denied.class);
            });
  }

  @Test
  void pastALimitMessagesAreRefusedAndBatchesSlowedDown() {
    Topic orders = create(1);
    limit.set(250);
    assertThatThrownBy(() -> await(publish("orders", "body")))
        .isInstanceOfSatisfying(
            Failure.Throttled.class, e -> assertThat(e.retryAfterMillis()).isEqualTo(250));
    Receipt receipt =
        await(test.core().publisher().publishBatch(ALICE, orders, 0, batch("stored")));
    assertThat(receipt.throttleMillis()).isEqualTo(250);
    assertThat(test.messages(orders, 0)).containsExactly("-=stored");
  }

  @Test
  void whoIsRefusedOrSlowedDownIsToldOfWithTheLimit() {
    Topic orders = create(1);
    limit.set(250);
    assertThatThrownBy(() -> await(publish("orders", "body")))
        .hasMessage("the limit of bytes published of this user is reached");
    await(test.core().publisher().publishBatch(ALICE, orders, 0, batch("stored")));
    Event.Throttled told =
        new Event.Throttled(
            ALICE, "publish", new Wait(250, Limit.PUBLISHED_BYTES, Wait.Scope.USER));
    assertThat(test.events.stream().filter(Event.Throttled.class::isInstance))
        .containsExactly(told, told);
  }

  @Test
  void whatIsLargerThanTheTenantMaySendIsRefused() {
    Topic orders = create(1);
    largest.set(200);
    assertRefused(publish("orders", "x".repeat(201)), Failure.TooLarge.class);
    assertRefused(publish("orders", "x".repeat(150)), Failure.TooLarge.class);
    ByteBuf batch = batch("x".repeat(150));
    assertRefused(
        test.core().publisher().publishBatch(ALICE, orders, 0, batch), Failure.TooLarge.class);
    assertThat(batch.refCnt()).isZero();
    await(publish("orders", "x"));
    await(test.core().publisher().publishBatch(ALICE, orders, 0, batch("x")));
    assertThat(test.messages(orders, 0)).hasSize(2);
  }

  @Test
  void aTenantThatKeepsAsMuchAsItMayPublishesNothing() {
    Topic orders = create(1);
    full.set(true);
    assertRefused(publish("orders", "x"), Failure.LimitReached.class);
    assertRefused(
        test.core().publisher().publishBatch(ALICE, orders, 0, batch("x")),
        Failure.LimitReached.class);
    assertThat(test.messages(orders, 0)).isEmpty();
  }

  @Test
  void aMessageLargerThanTheTopicTakesIsRefused() {
    Topic orders = create(1, TopicSettings.DEFAULT.withMaxBatchBytes(1_000));
    assertRefused(publish("orders", "x".repeat(1_001)), Failure.TooLarge.class);
    assertRefused(publish("orders", "x".repeat(950)), Failure.TooLarge.class);
    assertRefused(
        publish(
            "orders",
            new Message(bytes(""), List.of(Header.of("h", "x".repeat(1_000))), Message.NOW)),
        Failure.TooLarge.class);
    await(publish("orders", "x".repeat(900)));
    assertThat(test.messages(orders, 0)).hasSize(1);
  }

  @Test
  void aTimestampIsNotNegative() {
    assertRefused(
        publish("orders", new Message(bytes("x"), List.of(), -2)), Failure.InvalidRequest.class);
  }

  @Test
  void theBodyIsReleasedOnce() {
    create(1);
    ByteBuf body = bytes("x").retain();
    await(publish("orders", new Message(body, List.of(), Message.NOW)));
    assertThat(body.refCnt()).isEqualTo(1);
    body.release();
  }

  @Test
  void aBodyThatWasReleasedSpoilsNothing() {
    Topic orders = create(1);
    ByteBuf released = bytes("x");
    released.release();
    Message broken = new Message(released, List.of(), Message.NOW);
    assertThatThrownBy(() -> publish("orders", broken))
        .isInstanceOf(IllegalArgumentException.class);
    await(publish("orders", "fine"));
    assertThat(test.messages(orders, 0)).containsExactly("-=fine");
  }

  @Test
  void aFailedAppendFailsItsMessagesAndNoOthers() {
    Topic orders = create(1);
    faulty.failNext("append", new BackendException.Full("no space"));
    assertRefused(publish("orders", "lost"), Failure.StorageFull.class);
    await(publish("orders", "kept"));
    assertThat(test.messages(orders, 0)).containsExactly("-=kept");
  }

  @Test
  void whatHappensIsTold() {
    Topic orders = create(1);
    await(publish("orders/7", "body"));
    await(test.core().publisher().publishBatch(ALICE, orders, 0, batch("a", "b")));

    assertThat(test.events).hasSize(4);
    assertThat(test.events.get(0))
        .isInstanceOfSatisfying(Event.Published.class, e -> assertThat(e.records()).isEqualTo(1));
    assertThat(test.events.get(1))
        .isInstanceOfSatisfying(
            Event.Stored.class,
            e -> {
              assertThat(e.caller()).isEqualTo(ALICE);
              assertThat(e.topic()).isEqualTo("orders");
              assertThat(e.baseOffset()).isZero();
              assertThat(e.nanos()).isPositive();
            });
    assertThat(test.events.get(2))
        .isInstanceOfSatisfying(Event.Published.class, e -> assertThat(e.records()).isEqualTo(2));
    assertThat(test.events.get(3))
        .isInstanceOfSatisfying(Event.Stored.class, e -> assertThat(e.baseOffset()).isEqualTo(1));
  }

  private Limits limits() {
    return new Limits() {
      @Override
      public Wait tryPublish(Caller caller, int messages, long bytes) {
        return publish(caller, messages, bytes);
      }

      @Override
      public Wait publish(Caller caller, int messages, long bytes) {
        return limit.get() == 0
            ? Wait.NONE
            : new Wait(limit.get(), Limit.PUBLISHED_BYTES, Wait.Scope.USER);
      }

      @Override
      public long most(Caller caller, Limit limit) {
        return limit == Limit.MESSAGE_BYTES ? largest.get() : Long.MAX_VALUE;
      }

      @Override
      public boolean isFull(Caller caller) {
        return full.get();
      }
    };
  }

  private Topic create(int partitions) {
    return create(partitions, TopicSettings.DEFAULT);
  }

  private Topic create(int partitions, TopicSettings settings) {
    return await(test.core().topics().create(ALICE, ORDERS, partitions, settings));
  }

  private Future<Receipt> publish(String address, String body) {
    return publish(address, message(body));
  }

  private Future<Receipt> publish(String address, Message message) {
    return test.core().publisher().publish(ALICE, Address.parse(address), message);
  }

  private Future<?> publishAll(List<String> addresses) {
    return Future.all(addresses.stream().map(address -> publish(address, address)).toList());
  }

  private <T> Future<T> inTurn(Supplier<Future<T>> work) {
    CompletableFuture<Future<T>> begun = new CompletableFuture<>();
    loop.runOnContext(turn -> begun.complete(work.get()));
    return await(begun);
  }

  /** Publishes in one turn of the loop; the receipts. */
  @SuppressWarnings("unchecked")
  private <T> List<Receipt> inOneTurn(Supplier<Future<T>> work) {
    T all = await(inTurn(work));
    return ((CompositeFuture) all).list();
  }

  private Context contextOfAnswer(Supplier<Future<Receipt>> work) {
    CompletableFuture<Context> seen = new CompletableFuture<>();
    loop.runOnContext(
        turn -> work.get().onComplete(answer -> seen.complete(Vertx.currentContext())));
    return await(seen);
  }

  private static ByteBuf batch(String... bodies) {
    BatchBuilder batch = BatchBuilder.create(ByteBufAllocator.DEFAULT);
    for (String body : bodies) {
      batch.add(1, null, bytes(body), List.of());
    }
    return batch.build();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static void assertRefused(Future<?> future, Class<? extends Failure> with) {
    assertThatThrownBy(() -> await(future)).isInstanceOf(with);
  }
}

package io.weir.core.subscription;

import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.weir.core.FaultyBackend;
import io.weir.core.failure.Failure;
import io.weir.core.publish.PropertyNames;
import io.weir.core.subscription.Subscription.Page;
import io.weir.core.subscription.SubscriptionOptions.Overflow;
import io.weir.core.subscription.SubscriptionOptions.Retry;
import io.weir.core.subscription.Subscriptions.Start;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A subscription over a log: what consumers see, and what is left after an end of any kind. */
class SubscriptionTest {
  private static final Settlement FAILED = new Settlement.Modify(true, false);

  private final Queue queue = new Queue();

  @AfterEach
  void end() {
    queue.close();
  }

  @Test
  void messagesGoToConsumersThatCompete() {
    queue.publish("a", "b", "c");
    Hand first = Hand.on(queue.subscription, 1);
    assertThat(first.told(1)).containsExactly("a");
    Hand second = Hand.on(queue.subscription, 5);
    assertThat(second.told(2)).containsExactly("b", "c");

    queue.publish("d");
    assertThat(second.told(3)).endsWith("d");
    first.settle(Settlement.ACCEPT, "a");
    second.settle(Settlement.RELEASE, "c");
    assertThat(second.told(4)).containsExactly("b", "c", "d", "c!");
    assertThat(queue.counts()).isEqualTo(new Counts(0, 3, 2, 0, 0));
  }

  @Test
  void whatIsPublishedLaterIsDeliveredWhenItComes() {
    Hand hand = Hand.on(queue.subscription, 100);
    for (int i = 0; i < 20; i++) {
      queue.publish("m" + i);
    }
    assertThat(hand.told(20)).isEqualTo(IntStream.range(0, 20).mapToObj(i -> "m" + i).toList());
  }

  @Test
  void whatWasAcceptedDurablyNeverComesAgainAndTheRestIsFlaggedAfterACrash() {
    queue.publish("a", "b", "c", "d");
    Hand hand = Hand.on(queue.subscription, 3);
    hand.told(3);
    assertThat(hand.settle(Settlement.ACCEPT, "b")).isEmpty();

    queue.crash();

    assertThat(queue.counts().ready()).isEqualTo(3);
    assertThat(Hand.on(queue.subscription, 9).told(3)).containsExactly("a!", "c!", "d!");
  }

  @Test
  void afterAnEndInOrderOnlyWhatWasDeliveredIsFlagged() {
    queue.publish("a", "b", "c", "d");
    Hand hand = Hand.on(queue.subscription, ConsumerOptions.DEFAULT.withCredit(3));
    hand.told(3);
    hand.settle(Settlement.ACCEPT, "b");

    queue.restart();

    assertThat(Hand.on(queue.subscription, 9).told(3)).containsExactly("a!", "c!", "d");
    assertThat(hand.ended).isInstanceOf(Failure.Unavailable.class);
  }

  @Test
  void whatComesAfterACrashIsNotFlagged() {
    queue.publish("a");
    Hand.on(queue.subscription, 3).told(1);
    queue.crash();

    queue.publish("b");

    assertThat(Hand.on(queue.subscription, 9).told(2)).containsExactly("a!", "b");
  }

  @Test
  void failuresAreCountedOverACrash() {
    queue.publish("a");
    Hand hand = Hand.on(queue.subscription, 1);
    hand.told(1);
    hand.settle(FAILED, "a");
    hand.told(2);
    hand.settle(FAILED, "a");

    queue.crash();

    Hand again = Hand.on(queue.subscription, 1);
    again.told(1);
    assertThat(again.deliveries.getFirst().failures()).isEqualTo(2);
  }

  @Test
  void whatNobodyWaitsForIsWrittenDownTogetherAndSoon() {
    Hand hand = Hand.on(queue.subscription, 1_000);
    String[] bodies = IntStream.range(0, 200).mapToObj(i -> "m" + i).toArray(String[]::new);
    queue.publish(bodies);
    hand.told(bodies.length);
    int before = queue.stateRecords();
    for (Delivery delivery : hand.deliveries) {
      assertThat(await(hand.consumer().settleSoon(List.of(delivery.number()), Settlement.ACCEPT)))
          .isEmpty();
    }
    queue.publish("last");
    hand.told(bodies.length + 1);
    Awaitility.await().until(() -> queue.floorWrittenDown() == bodies.length);
    assertThat(queue.stateRecords() - before).isLessThan(bodies.length / 4);

    queue.crash();

    assertThat(Hand.on(queue.subscription, 9).told(1)).containsExactly("last!");
  }

  @Test
  void manySettlementsOverManyRoundsAreAllRemembered() {
    Hand hand = Hand.on(queue.subscription, 10_000);
    for (int i = 0; i < 200; i++) {
      queue.publish("x" + i, "y" + i);
      hand.told(2 * (i + 1));
      hand.settle(Settlement.ACCEPT, "y" + i);
    }
    queue.freeAndCompact();
    assertThat(queue.stateRecords()).isLessThanOrEqualTo(CursorRing.SLOTS + 1);
    queue.crash();

    assertThat(queue.counts().ready()).isEqualTo(200);
    assertThat(Hand.on(queue.subscription, 10_000).told(200))
        .isEqualTo(IntStream.range(0, 200).mapToObj(i -> "x" + i + "!").toList());
  }

  @Test
  void whatIsSettledWhileARecordIsOnItsWayGoesIntoTheNextOne() {
    queue.publish(IntStream.range(0, 50).mapToObj(i -> "m" + i).toArray(String[]::new));
    Hand hand = Hand.on(queue.subscription, 100);
    hand.told(50);
    int before = queue.faulty.claimAppends.get();
    queue.faulty.hold();
    List<Future<?>> settled = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      long number = hand.last("m" + i).number();
      settled.add(hand.consumer().settle(List.of(number), Settlement.ACCEPT));
      if (i == 0) {
        Awaitility.await().until(() -> queue.faulty.claimAppends.get() == before + 1);
      }
    }
    await(queue.subscription.counts());
    assertThat(settled).noneMatch(Future::isComplete);

    queue.faulty.release();

    await(Future.all(settled));
    assertThat(queue.faulty.claimAppends.get()).isEqualTo(before + 2);
  }

  @Test
  void anOwnedQueueGivesItsSpaceBackAndAViewDoesNot() {
    queue.publish("a", "b");
    queue.publish("c");
    Hand hand = Hand.on(queue.subscription, 9);
    hand.told(3);
    hand.settle(Settlement.ACCEPT, "a", "b");
    await(queue.subscription.close());
    queue.freeAndCompact();
    assertThat(queue.bodies(queue.partition)).containsExactly("c");

    queue.options = SubscriptionOptions.DEFAULT.withOwned(false);
    queue.subscription =
        await(
            queue.subscriptions.open(
                "view",
                List.of(queue.partition),
                Start.EARLIEST,
                queue.options,
                queue.deadLetters));
    Hand viewer = Hand.on(queue.subscription, 9);
    assertThat(viewer.told(1)).containsExactly("c");
    viewer.settle(Settlement.ACCEPT, "c");
    await(queue.subscription.close());
    queue.freeAndCompact();
    assertThat(queue.bodies(queue.partition)).containsExactly("c");
  }

  @Test
  void aNewViewMayBeginWithWhatComesNextAlsoAfterACrash() {
    queue.publish("old");
    queue.start = Start.LATEST;
    Subscription late =
        await(
            queue.subscriptions.open(
                "late", List.of(queue.partition), Start.LATEST, queue.options, queue.deadLetters));
    assertThat(await(late.counts()).ready()).isZero();
    queue.test.crash();
    queue.publish("new");
    queue.subscriptions = queue.openAll();
    late =
        await(
            queue.subscriptions.open(
                "late", List.of(queue.partition), Start.LATEST, queue.options, queue.deadLetters));

    assertThat(Hand.on(late, 9).told(1)).containsExactly("new");
  }

  @Test
  void aSubscriptionIsOpenOnceAndGoesOnWhenItIsOpenedAgain() {
    queue.publish("a", "b");
    Hand hand = Hand.on(queue.subscription, 1);
    hand.told(1);
    hand.settle(Settlement.ACCEPT, "a");
    assertThatThrownBy(queue::open).isInstanceOf(Failure.InvalidRequest.class);

    await(queue.subscription.close());
    await(queue.subscription.close());
    assertThatThrownBy(() -> await(hand.consumer().settle(List.of(1L), Settlement.ACCEPT)))
        .isInstanceOf(Failure.Unavailable.class);
    queue.subscription = queue.open();

    assertThat(Hand.on(queue.subscription, 9).told(1)).containsExactly("b!");
  }

  @Test
  void whatIsDeletedBeginsAnew() {
    queue.options = queue.options.withOwned(false);
    queue.publish("a");
    Subscription view =
        await(
            queue.subscriptions.open(
                "view",
                List.of(queue.partition),
                Start.EARLIEST,
                queue.options,
                queue.deadLetters));
    Hand hand = Hand.on(view, 9);
    hand.told(1);
    hand.settle(Settlement.ACCEPT, "a");

    await(queue.subscriptions.delete("view"));
    await(queue.subscriptions.delete("view"));
    assertThat(hand.ended).isInstanceOf(Failure.UnknownTopic.class);
    queue.test.crash();
    queue.subscriptions = queue.openAll();
    view =
        await(
            queue.subscriptions.open(
                "view",
                List.of(queue.partition),
                Start.EARLIEST,
                queue.options,
                queue.deadLetters));

    assertThat(Hand.on(view, 9).told(1)).containsExactly("a");
  }

  @Test
  void whenTheStateCannotBeWrittenNobodyIsToldThatItIs() {
    queue.publish("a");
    Hand hand = Hand.on(queue.subscription, 1);
    hand.told(1);
    queue.faulty.failNext("claim.append", FaultyBackend.unavailable());

    assertThatThrownBy(() -> hand.settle(Settlement.ACCEPT, "a"))
        .isInstanceOf(Failure.Unavailable.class);
    Awaitility.await().until(() -> hand.ended != null);
    assertThatThrownBy(queue::open).isInstanceOf(Failure.Unavailable.class);
    queue.subscriptions = queue.openAll();
    queue.subscription = queue.open();

    assertThat(Hand.on(queue.subscription, 1).told(1)).containsExactly("a!");
  }

  @Test
  void whoIsFencedDeliversNothingMore() {
    queue.publish("a");
    Hand hand = Hand.on(queue.subscription, 1);
    hand.told(1);
    Subscriptions successor = queue.openAll();

    assertThatThrownBy(() -> hand.settle(Settlement.ACCEPT, "a"))
        .isInstanceOf(Failure.Fenced.class);
    Awaitility.await().until(() -> hand.ended instanceof Failure.Fenced);
    queue.subscriptions = successor;
    queue.subscription = queue.open();
    assertThat(Hand.on(queue.subscription, 1).told(1)).containsExactly("a!");
  }

  @Test
  void aReadThatFailsIsDoneAgain() {
    queue.publish("a");
    queue.faulty.failNext("read", FaultyBackend.unavailable());
    assertThat(Hand.on(queue.subscription, 1).told(1)).containsExactly("a");
  }

  @Test
  void whenItsTopicGoesConsumersAreTold() {
    Hand hand = Hand.on(queue.subscription, 1);
    await(queue.test.backend().topics().delete(queue.topic("queue").id()));
    Awaitility.await().until(() -> hand.ended instanceof Failure.UnknownTopic);
  }

  @Test
  void aConsumerThatThrowsHarmsNobodyElse() {
    Receiver broken =
        new Receiver() {
          @Override
          public void deliver(List<Delivery> deliveries) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void ended(Failure cause) {}
        };
    queue.publish("a", "b");
    await(queue.subscription.attach(ConsumerOptions.DEFAULT.withPrefetch(1), broken));

    assertThat(Hand.on(queue.subscription, 9).told(1)).containsExactly("b");
  }

  @Test
  void whoGoesLeavesWhatItHadToOthers() {
    queue.publish("a", "b");
    Hand first = Hand.on(queue.subscription, 9);
    first.told(2);
    Hand second = Hand.on(queue.subscription, 9);

    await(first.consumer().detach(false));
    await(first.consumer().detach(false));

    assertThat(second.told(2)).containsExactly("a!", "b!");
    assertThat(first.settle(Settlement.ACCEPT, "a")).hasSize(1);
  }

  @Test
  void exclusiveAndSingleActiveConsumersAreToldSo() {
    Hand alone = Hand.on(queue.subscription, ConsumerOptions.DEFAULT.withExclusive(true));
    assertThatThrownBy(() -> Hand.on(queue.subscription, 1)).isInstanceOf(Failure.Denied.class);
    await(alone.consumer().detach(false));
    await(queue.subscription.close());
    queue.options = SubscriptionOptions.DEFAULT.withSingleActive(true);
    queue.subscription = queue.open();

    Hand first = Hand.on(queue.subscription, 9);
    Hand second = Hand.on(queue.subscription, 9);
    await(first.consumer().detach(false));

    Awaitility.await().until(() -> second.activations.equals(List.of(true)));
    assertThat(first.activations).containsExactly(true);
  }

  @Test
  void creditComesAndGoes() {
    queue.publish("a", "b", "c");
    Hand hand = Hand.on(queue.subscription, ConsumerOptions.DEFAULT.withCredit(0));
    hand.consumer().grant(2);
    assertThat(hand.told(2)).containsExactly("a", "b");
    hand.consumer().grant(7);
    hand.told(3);
    assertThat(await(hand.consumer().drain())).isEqualTo(6);
  }

  @Test
  void aLeaseEndsByItself() {
    queue.publish("a");
    Hand hand = Hand.on(queue.subscription, ConsumerOptions.DEFAULT.withLease(50));
    assertThat(hand.told(3)).startsWith("a", "a!", "a!");
    assertThat(await(hand.consumer().renew(99_999))).isFalse();
  }

  @Test
  void purgingIsDurable() {
    queue.publish("a", "b", "c");
    Hand hand = Hand.on(queue.subscription, 1);
    hand.told(1);

    assertThat(await(queue.subscription.purge())).isEqualTo(2);

    assertThat(queue.counts()).isEqualTo(new Counts(0, 1, 1, 0, 0));
    queue.crash();
    assertThat(queue.counts().ready()).isEqualTo(1);
    assertThat(Hand.on(queue.subscription, 9).told(1)).containsExactly("a!");
  }

  @Test
  void whatIsNotDueComesInItsTimeAlsoAfterACrash() {
    long due = System.currentTimeMillis() + 300;
    queue.publish(List.of(Header.of(PropertyNames.DELIVER_AT, String.valueOf(due))), "later");
    queue.publish("now");
    Hand hand = Hand.on(queue.subscription, 9);
    assertThat(hand.told(1)).containsExactly("now");
    hand.settle(Settlement.ACCEPT, "now");

    queue.crash();

    Hand again = Hand.on(queue.subscription, 9);
    assertThat(again.told(1)).hasSize(1).first().asString().startsWith("later");
    assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(due);
  }

  @Test
  void aFailedDeliveryWaitsBeforeItComesAgain() {
    await(queue.subscription.close());
    queue.options =
        SubscriptionOptions.DEFAULT.withRetry(new Retry(Retry.Returns.FAILED, 100, 100));
    queue.subscription = queue.open();
    queue.publish("a");
    Hand hand = Hand.on(queue.subscription, 1);
    hand.told(1);
    long failedAt = System.currentTimeMillis();
    hand.settle(FAILED, "a");

    assertThat(hand.told(2)).containsExactly("a", "a!");

    assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(failedAt + 100);
  }

  @Test
  void itIsSaidWhenAsManyWaitAsMay() {
    await(queue.subscription.close());
    queue.options = queue.options.withMaxMessages(2).withOverflow(Overflow.REFUSE);
    queue.subscription = queue.open();
    assertThat(queue.subscription.isFull()).isFalse();
    queue.publish("a", "b", "c");
    Awaitility.await().until(queue.subscription::isFull);

    assertThat(Hand.on(queue.subscription, 2).told(2)).containsExactly("a", "b");

    Awaitility.await().until(() -> !queue.subscription.isFull());
  }

  @Test
  void browsingTakesNothing() {
    queue.publish("a", "b", "c", "d");
    Hand hand = Hand.on(queue.subscription, 2);
    hand.told(2);
    hand.settle(Settlement.ACCEPT, "b");
    hand.told(3);

    Page first = await(queue.subscription.browse(0, 0, 2));
    Page second = await(queue.subscription.browse(0, first.next(), 9));
    Page none = await(queue.subscription.browse(0, second.next(), 9));

    assertThat(first.messages()).extracting(Messages::body).containsExactly("a", "c");
    assertThat(second.messages()).extracting(Messages::body).containsExactly("d");
    assertThat(none.messages()).isEmpty();
    assertThat(none.next()).isEqualTo(second.next());
  }
}

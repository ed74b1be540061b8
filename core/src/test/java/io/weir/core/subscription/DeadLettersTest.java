package io.weir.core.subscription;

import static io.weir.core.TestCore.bytes;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.backend.BackendException;
import io.weir.core.FaultyBackend;
import io.weir.core.publish.PropertyNames;
import io.weir.core.subscription.DeadLetters.Target;
import io.weir.record.Header;
import io.weir.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where messages go that nobody is to have. */
class DeadLettersTest {
  private final Queue queue = new Queue(SubscriptionOptions.DEFAULT.withDeadLetters(true));

  @AfterEach
  void end() {
    queue.close();
  }

  private List<String> dead(int count) {
    Awaitility.await().until(() -> queue.held(queue.dead).size() >= count);
    return queue.bodies(queue.dead);
  }

  @Test
  void whatIsRejectedLiesThereWithItsHistoryAndComesNoMore() {
    queue.publish(
        List.of(
            Header.of("content-type", "text/plain"),
            Header.of(PropertyNames.ABSOLUTE_EXPIRY_TIME, "99999999999999")),
        "a",
        "b");
    Hand hand = Hand.on(queue.subscription, 9);
    hand.told(2);

    hand.settle(Settlement.REJECT, "a");

    assertThat(dead(1)).containsExactly("a");
    LogRecord letter = queue.held(queue.dead).getFirst();
    assertThat(letter.headers())
        .extracting(Header::name)
        .containsExactly("content-type", Death.HEADER);
    Death death = Death.in(letter.headers()).getFirst();
    assertThat(death.reason()).isEqualTo(Reason.REJECTED);
    assertThat(death.subscription()).isEqualTo("orders");
    assertThat(death.times()).isEqualTo(1);

    queue.crash();
    assertThat(queue.counts().ready()).isEqualTo(1);
    assertThat(Hand.on(queue.subscription, 9).told(1)).containsExactly("b!");
    assertThat(queue.bodies(queue.dead)).containsExactly("a");
  }

  @Test
  void aLetterIsAppendedInTheCallThatSettlesIt() {
    queue.publish("a", "b");
    Hand hand = Hand.on(queue.subscription, 9);
    hand.told(2);
    int before = queue.faulty.claimAppends.get();
    queue.faulty.hold();
    hand.consumer().settle(List.of(hand.last("b").number()), Settlement.REJECT);
    Awaitility.await().until(() -> queue.faulty.claimAppends.get() == before + 1);
    assertThat(queue.held(queue.dead)).isEmpty();
    assertThat(await(queue.subscription.counts()).ready()).isZero();

    queue.faulty.failNext("claim.append", FaultyBackend.unavailable());
    queue.faulty.release();
    Awaitility.await().until(() -> hand.ended != null);
    queue.crash();

    assertThat(queue.bodies(queue.dead)).isEmpty();
    assertThat(Hand.on(queue.subscription, 9).told(2)).containsExactly("a!", "b!");
  }

  @Test
  void whereThatIsNotOneStepTheLetterIsThereFirst() {
    queue.isAtomic = false;
    queue.crash();
    queue.publish("a", "b");
    Hand hand = Hand.on(queue.subscription, 9);
    hand.told(2);

    hand.settle(Settlement.REJECT, "a");

    assertThat(dead(1)).containsExactly("a");
    Awaitility.await().until(() -> queue.counts().ready() == 0);
    assertThat(hand.settle(Settlement.ACCEPT, "b")).isEmpty();
    queue.crash();
    assertThat(queue.counts().ready()).isZero();
    assertThat(queue.bodies(queue.dead)).containsExactly("a");
  }

  @Test
  void aMessageOfWhichTheTimeIsOverIsALetterThoughNobodyConsumes() {
    String soon = String.valueOf(System.currentTimeMillis() + 50);
    queue.publish(List.of(Header.of(PropertyNames.ABSOLUTE_EXPIRY_TIME, soon)), "a");

    assertThat(dead(1)).containsExactly("a");
    assertThat(Death.in(queue.held(queue.dead).getFirst().headers()).getFirst().reason())
        .isEqualTo(Reason.EXPIRED);
    Awaitility.await().until(() -> queue.counts().ready() == 0);
  }

  @Test
  void aSubscriptionsOwnTimeHoldsForAllItsMessages() {
    await(queue.subscription.close());
    queue.options = queue.options.withExpiry(30);
    queue.subscription = queue.open();
    queue.publish("a", "b", "c");
    assertThat(dead(3)).containsExactly("a", "b", "c");
  }

  @Test
  void whatIsTooMuchIsALetterAndWhatComesLaterStays() {
    await(queue.subscription.close());
    queue.options = queue.options.withMaxMessages(2);
    queue.subscription = queue.open();
    queue.publish("a", "b", "c", "d");
    queue.publish("e");

    assertThat(dead(3)).containsExactly("a", "b", "c");
    assertThat(Hand.on(queue.subscription, 9).told(2)).containsExactly("d", "e");
  }

  @Test
  void whatFailedTooOftenIsALetter() {
    await(queue.subscription.close());
    queue.options = queue.options.withDeliveryLimit(1);
    queue.subscription = queue.open();
    queue.publish("a");
    Hand hand = Hand.on(queue.subscription, 9);
    hand.told(1);
    hand.settle(new Settlement.Modify(true, false), "a");
    hand.told(2);
    hand.settle(new Settlement.Modify(true, false), "a");

    assertThat(dead(1)).containsExactly("a");
  }

  @Test
  void whoIsAskedIsShownTheMessageAndMaySendItNowhere() {
    await(queue.subscription.close());
    List<DeadLetter> asked = new CopyOnWriteArrayList<>();
    queue.deadLetters =
        letter -> {
          asked.add(letter);
          return Future.succeededFuture(List.of());
        };
    queue.subscription = queue.open();
    queue.publish("a");
    Hand hand = Hand.on(queue.subscription, 9);
    hand.told(1);

    hand.settle(Settlement.REJECT, "a");

    Awaitility.await().until(() -> !asked.isEmpty());
    assertThat(Messages.body(asked.getFirst().message())).isEqualTo("a");
    assertThat(asked.getFirst().reason()).isEqualTo(Reason.REJECTED);
    assertThat(asked.getFirst().history()).hasSize(1);
    Awaitility.await().until(() -> queue.counts().ready() == 0);
    assertThat(queue.bodies(queue.dead)).isEmpty();
  }

  @Test
  void whenItCannotBeSaidWhereItGoesItIsAskedAgain() {
    await(queue.subscription.close());
    List<DeadLetter> asked = new ArrayList<>();
    queue.deadLetters =
        letter -> {
          asked.add(letter);
          return asked.size() == 1
              ? Future.failedFuture("not now")
              : Future.succeededFuture(List.of(new Target(queue.dead, letter.message().value())));
        };
    queue.subscription = queue.open();
    queue.publish("a");
    Hand hand = Hand.on(queue.subscription, 9);
    hand.told(1);
    hand.settle(Settlement.REJECT, "a");

    assertThat(dead(1)).containsExactly("a");
    assertThat(queue.held(queue.dead).getFirst().key()).isEqualTo(bytes("a"));
  }

  @Test
  void aPlaceThatIsFullIsTriedAgainAndTheSubscriptionGoesOn() {
    queue.publish("a", "b", "c");
    Hand hand = Hand.on(queue.subscription, 9);
    hand.told(3);
    queue.faulty.failNext("claim.append", new BackendException.Full("no space left"));
    hand.consumer().settle(List.of(hand.last("a").number()), Settlement.REJECT);
    Awaitility.await().until(() -> queue.faulty.faults.isEmpty());

    hand.settle(Settlement.ACCEPT, "b");

    assertThat(dead(1)).containsExactly("a");
    hand.settle(Settlement.ACCEPT, "c");
    Awaitility.await().until(() -> queue.counts().ready() == 0);
    assertThat(queue.bodies(queue.dead)).containsExactly("a");
  }

  @Test
  void deathsOfOneKindAreCountedTogetherAndTheLatestIsTheFirst() {
    List<Death> once = Death.after(List.of(), "q 1", Reason.REJECTED, 10);
    List<Death> twice = Death.after(once, "q 2", Reason.DELIVERY_LIMIT, 20);
    List<Death> thrice = Death.after(twice, "q 1", Reason.REJECTED, 30);

    assertThat(thrice)
        .containsExactly(
            new Death(Reason.REJECTED, 2, 10, 30, "q 1"),
            new Death(Reason.DELIVERY_LIMIT, 1, 20, 20, "q 2"));
    assertThat(Death.in(thrice.stream().map(Death::header).toList())).isEqualTo(thrice);
  }

  @Test
  void whatIsNoDeathIsLeftOutAndThereIsAnEndToAHistory() {
    List<Header> headers = new ArrayList<>();
    headers.add(Header.of(Death.HEADER, "murdered 1 2 3 q"));
    headers.add(Header.of(Death.HEADER, "rejected 1 2 q"));
    headers.add(new Header(Death.HEADER, null));
    assertThat(Death.in(headers)).isEmpty();

    List<Death> history = List.of();
    for (int i = 0; i < 50; i++) {
      history = Death.after(history, "q" + i, Reason.EXPIRED, i);
    }
    assertThat(history).hasSize(Death.MOST);
    assertThat(history.getFirst().subscription()).isEqualTo("q49");
  }
}

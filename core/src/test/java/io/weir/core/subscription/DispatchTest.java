package io.weir.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who gets what, and what becomes of it. */
class DispatchTest {
  private static final SubscriptionOptions OPTIONS = SubscriptionOptions.DEFAULT;
  private static final Settlement FAILED = new Settlement.Modify(true, false);

  private final Desk desk = new Desk(OPTIONS);

  // ---- competing

  @Test
  void equalConsumersTakeTurnsAsFarAsTheyHaveRoom() {
    desk.attach(1, 2).attach(2, 3).publish(10);

    assertThat(desk.run()).containsExactly("1<0", "2<1", "1<2", "2<3", "2<4");
  }

  @Test
  void whoSettlesGetsTheNext() {
    desk.attach(1, 1).attach(2, 1).publish(4);
    desk.run();

    assertThat(desk.settle(2, Settlement.ACCEPT, 1)).isEmpty();

    assertThat(desk.run()).containsExactly("2<2");
    assertThat(desk.cursor().isSettled(1)).isTrue();
    assertThat(desk.cursor().floor()).isZero();
  }

  @Test
  void withoutConsumersNothingIsDeliveredAndLittleIsRead() {
    desk.publish(10_000);

    assertThat(desk.run()).isEmpty();
    assertThat(desk.dispatch.ready()).isEqualTo(10_000);
    assertThat(desk.lanes.getFirst().position()).isLessThan(1_500);
  }

  @Test
  void creditIsUsedUpBySettledMessagesToo() {
    desk.attach(1, ConsumerOptions.DEFAULT.withCredit(2)).publish(5);
    assertThat(desk.run()).containsExactly("1<0", "1<1");
    desk.settle(1, Settlement.ACCEPT, 0, 1);
    assertThat(desk.run()).isEmpty();

    desk.dispatch.grant(1, 1);

    assertThat(desk.run()).containsExactly("1<2");
  }

  @Test
  void creditThatIsTakenBackIsGone() {
    desk.attach(1, ConsumerOptions.DEFAULT.withCredit(5)).publish(2);
    desk.run();

    assertThat(desk.dispatch.drain(1)).isEqualTo(3);

    desk.publish(1);
    assertThat(desk.run()).isEmpty();
    desk.dispatch.grant(1, ConsumerOptions.UNLIMITED);
    desk.dispatch.grant(1, ConsumerOptions.UNLIMITED);
    assertThat(desk.run()).containsExactly("1<2");
  }

  @Test
  void bytesAreABoundButOneMessageAlwaysPasses() {
    int one = Messages.message(0).sizeInBytes();
    desk.attach(1, ConsumerOptions.DEFAULT.withPrefetchBytes(one + 1))
        .attach(2, ConsumerOptions.DEFAULT.withPrefetchBytes(1))
        .publish(5);
    assertThat(desk.run()).containsExactly("1<0", "2<1", "1<2");

    desk.settle(1, Settlement.ACCEPT, 0, 2);

    assertThat(desk.run()).containsExactly("1<3", "1<4");
  }

  @Test
  void whatIsAcceptedWithItsDeliveryIsInNobodysHands() {
    desk.attach(1, ConsumerOptions.DEFAULT.withSettled(true).withCredit(3)).publish(5);

    assertThat(desk.run()).containsExactly("1<0", "1<1", "1<2");
    assertThat(desk.cursor().floor()).isEqualTo(3);
    assertThat(desk.dispatch.inFlight()).isZero();
    assertThat(desk.settle(1, Settlement.ACCEPT, 1)).hasSize(1);
  }

  // ---- settling

  @Test
  void whatIsReleasedComesAgainInItsPlaceBeforeWhatIsNew() {
    desk.attach(1, 4).publish(10);
    desk.run();

    desk.settle(1, Settlement.RELEASE, 2, 0);

    assertThat(desk.run()).containsExactly("1<0!", "1<2!");
    assertThat(desk.deliveries.get(desk.number(0)).failures()).isZero();
  }

  @Test
  void aDeliveryIsSettledOnceByTheOneWhoHasIt() {
    desk.attach(1, 2).attach(2, 1).publish(3);
    assertThat(desk.run()).containsExactly("1<0", "2<1", "1<2");
    long first = desk.number(0);

    assertThat(desk.settle(2, Settlement.ACCEPT, 0)).containsExactly(first);
    assertThat(desk.cursor().isSettled(0)).isFalse();
    assertThat(desk.settle(1, Settlement.RELEASE, 0)).isEmpty();
    assertThat(desk.settle(1, Settlement.ACCEPT, 0)).containsExactly(first);
    assertThat(desk.dispatch.settle(1, List.of(99L), Settlement.ACCEPT, 0)).containsExactly(99L);
    assertThat(desk.dispatch.settle(7, List.of(first), Settlement.ACCEPT, 0))
        .containsExactly(first);
    assertThat(desk.cursor().isSettled(0)).isFalse();

    // What comes again is another delivery: the old number says nothing of it.
    assertThat(desk.run()).containsExactly("1<0!");
    assertThat(desk.dispatch.settle(1, List.of(first), Settlement.ACCEPT, 0))
        .containsExactly(first);
    assertThat(desk.settle(1, Settlement.ACCEPT, 0)).isEmpty();
    assertThat(desk.cursor().isSettled(0)).isTrue();
  }

  @Test
  void failedDeliveriesAreCountedAndWrittenDown() {
    desk.attach(1, 1).publish(1);
    desk.run();
    desk.settle(1, FAILED, 0);
    assertThat(desk.run()).containsExactly("1<0!");
    desk.settle(1, FAILED, 0);
    desk.run();

    assertThat(desk.deliveries.get(desk.number(0)).failures()).isEqualTo(2);
    assertThat(desk.cursor().count(0)).isEqualTo(2);
  }

  @Test
  void aConsumerThatIsNotToHaveAMessageAgainDoesNotHoldUpTheOthers() {
    desk.attach(1, 2).publish(3);
    assertThat(desk.run()).containsExactly("1<0", "1<1");

    desk.settle(1, new Settlement.Modify(false, true), 0);
    assertThat(desk.run()).containsExactly("1<2");

    desk.attach(2, 5);
    assertThat(desk.run()).containsExactly("2<0!");
    assertThat(desk.deliveries.get(desk.number(0)).failures()).isZero();
  }

  @Test
  void whatNobodyMayHaveStandsAsideAndIsPurgedLikeOthers() {
    desk.attach(1, 9).publish(2);
    desk.run();
    desk.settle(1, new Settlement.Modify(false, true), 0, 1);
    assertThat(desk.run()).isEmpty();
    assertThat(desk.dispatch.ready()).isEqualTo(2);

    assertThat(desk.dispatch.purge()).isEqualTo(2);

    desk.attach(2, 9).publish(1);
    assertThat(desk.run()).containsExactly("1<2");
    desk.settle(1, Settlement.ACCEPT, 2);
    assertThat(desk.cursor().floor()).isEqualTo(3);
  }

  @Test
  void whatComesFirstIsReadThoughWhatComesLaterHadBeenReadBefore() {
    Desk queue = new Desk(OPTIONS.withBounds(new SubscriptionOptions.Bounds(50, 2_000, 100, 5)));
    queue.attach(1, 30).publish(30);
    queue.run();
    long[] later = LongStream.range(10, 30).toArray();
    queue.dispatch.drain(1);
    queue.settle(1, Settlement.RELEASE, later);
    queue.dispatch.grant(1, 1);
    assertThat(queue.run()).containsExactly("1<10!");

    queue.settle(1, Settlement.RELEASE, LongStream.range(0, 10).toArray());
    queue.dispatch.grant(1, 3);

    assertThat(queue.run()).containsExactly("1<0!", "1<1!", "1<2!");
  }

  @Test
  void whatAConsumerHadComesBackInOrderWhenItGoes() {
    desk.attach(1, 3).attach(2, 1).publish(6);
    assertThat(desk.run()).containsExactly("1<0", "2<1", "1<2", "1<3");

    desk.dispatch.detach(1, false, desk.now);
    desk.attach(3, 10);

    assertThat(desk.run()).containsExactly("3<0!", "3<2!", "3<3!", "3<4", "3<5");
    assertThat(desk.dispatch.consumers()).isEqualTo(2);
  }

  @Test
  void aConsumerMayGoInAWayThatCountsAsFailure() {
    desk.attach(1, 1).publish(1);
    desk.run();

    desk.dispatch.detach(1, true, desk.now);

    assertThat(desk.cursor().count(0)).isEqualTo(1);
  }

  // ---- dead letters

  @Test
  void whatIsRejectedIsBuriedAndUntilThenNotSettled() {
    Desk queue = new Desk(OPTIONS.withDeadLetters(true));
    queue.attach(1, 2).publish(2);
    queue.run();

    queue.settle(1, Settlement.REJECT, 1, 0);

    assertThat(queue.run()).isEmpty();
    assertThat(queue.cursor().isSettled(0)).isFalse();
    assertThat(queue.dispatch.ready()).isZero();
    assertThat(queue.condemned()).containsExactly("1 REJECTED", "0 REJECTED");
    assertThat(queue.cursor().floor()).isEqualTo(2);
    assertThat(queue.dispatch.dropped()).isZero();
  }

  @Test
  void whereThereIsNoPlaceForDeadLettersTheyAreDropped() {
    desk.attach(1, 1).publish(1);
    desk.run();

    desk.settle(1, Settlement.REJECT, 0);

    assertThat(desk.condemned()).isEmpty();
    assertThat(desk.cursor().floor()).isEqualTo(1);
    assertThat(desk.dispatch.dropped()).isEqualTo(1);
  }

  @Test
  void whatCouldNotBeBuriedIsTheNextToBeBuried() {
    Desk queue = new Desk(OPTIONS.withDeadLetters(true));
    queue.attach(1, 3).publish(3);
    queue.run();
    queue.settle(1, Settlement.REJECT, 0, 1, 2);
    List<Condemned> tried = queue.dispatch.takeCondemned(2);
    assertThat(tried).extracting(Condemned::offset).containsExactly(0L, 1L);

    tried.reversed().forEach(queue.dispatch::notBuried);

    assertThat(queue.condemned()).containsExactly("0 REJECTED", "1 REJECTED", "2 REJECTED");
  }

  @Test
  void aMessageThatFailsOnceMoreThanItMayIsADeadLetter() {
    Desk queue = new Desk(OPTIONS.withDeadLetters(true).withDeliveryLimit(1));
    queue.attach(1, 1).publish(2);
    queue.run();
    queue.settle(1, FAILED, 0);
    assertThat(queue.run()).containsExactly("1<0!");
    queue.settle(1, Settlement.RELEASE, 0);
    assertThat(queue.run()).containsExactly("1<0!");

    queue.settle(1, FAILED, 0);

    assertThat(queue.condemned()).containsExactly("0 DELIVERY_LIMIT");
    assertThat(queue.run()).containsExactly("1<1");
  }

  @Test
  void aMessageThatHadFailedTooOftenBeforeARestartIsADeadLetter() {
    Cursor before = new Cursor(0);
    before.count(1, 2);
    before.mark(3);
    Desk queue = new Desk(OPTIONS.withDeadLetters(true).withDeliveryLimit(1), before);
    for (long offset = 0; offset < 3; offset++) {
      queue.publish(Messages.loaded(offset));
    }
    queue.attach(1, 10);

    assertThat(queue.run()).containsExactly("1<0!", "1<2!");
    assertThat(queue.condemned()).containsExactly("1 DELIVERY_LIMIT");
  }

  // ---- bounds

  @Test
  void atTheBoundOfWhatIsUnsettledNothingNewIsDelivered() {
    Desk queue = new Desk(OPTIONS.withBounds(new SubscriptionOptions.Bounds(3, 10_000, 100, 5)));
    queue.attach(1, ConsumerOptions.DEFAULT).publish(10);
    assertThat(queue.run()).containsExactly("1<0", "1<1", "1<2");

    queue.settle(1, Settlement.RELEASE, 1);
    assertThat(queue.run()).containsExactly("1<1!");
    queue.settle(1, Settlement.ACCEPT, 1);

    assertThat(queue.run()).containsExactly("1<3");
  }

  @Test
  void noMoreIsReadAheadThanIsAllowed() {
    Desk queue = new Desk(OPTIONS.withBounds(new SubscriptionOptions.Bounds(5, 1_000, 100, 5)));
    queue.attach(1, 100).publish(10_000);

    assertThat(queue.run()).hasSize(5);

    assertThat(queue.lanes.getFirst().position()).isLessThan(5 + 1_000);
  }

  @Test
  void nothingIsDeliveredBeforeItIsWrittenDownThatItMayBe() {
    desk.isMarking = false;
    desk.attach(1, 10).publish(3);

    assertThat(desk.run()).isEmpty();
    assertThat(desk.cursor().hasChanged()).isTrue();
    assertThat(desk.cursor().mark()).isGreaterThan(3);

    desk.isMarking = true;
    assertThat(desk.run()).containsExactly("1<0", "1<1", "1<2");
  }

  @Test
  void theMarkIsMovedInTimeAndNotForEachMessage() {
    Desk queue = new Desk(OPTIONS.withBounds(new SubscriptionOptions.Bounds(1_000, 9_999, 100, 5)));
    queue.attach(1, 200).publish(60);
    queue.isMarking = false;
    queue.lanes.getFirst().durableMark(100);
    queue.cursor().mark(100);

    assertThat(queue.run()).hasSize(60);

    assertThat(queue.cursor().mark()).isEqualTo(150);
  }

  // ---- a start

  @Test
  void whatWasSettledDoesNotComeAgainAndWhatMayHaveBeenDeliveredIsFlagged() {
    Cursor before = new Cursor(2);
    before.settle(3, 5);
    before.mark(6);
    Desk queue = new Desk(OPTIONS, before);
    queue.attach(1, 10);
    for (long offset = 0; offset < 8; offset++) {
      queue.publish(Messages.loaded(offset));
    }

    assertThat(queue.run()).containsExactly("1<2!", "1<5!", "1<6", "1<7");
  }

  // ---- what is not there any more

  @Test
  void whatRetentionTookIsCountedAndNotWaitedFor() {
    desk.attach(1, 2).publish(6);
    assertThat(desk.run()).containsExactly("1<0", "1<1");
    desk.settle(1, Settlement.RELEASE, 0, 1);
    desk.logs.getFirst().remove(0L);

    assertThat(desk.run()).containsExactly("1<1!", "1<2");
    assertThat(desk.dispatch.lost()).isEqualTo(1);
    assertThat(desk.cursor().floor()).isEqualTo(1);
  }

  @Test
  void whatWasTrimmedBeforeItWasReadIsLost() {
    desk.publish(10);

    desk.dispatch.trimmed(0, 4);
    desk.attach(1, 2);

    assertThat(desk.run()).containsExactly("1<4", "1<5");
    assertThat(desk.dispatch.lost()).isEqualTo(4);
  }

  @Test
  void offsetsWithoutAMessageAreSettled() {
    desk.publish(1);
    desk.logs.getFirst().clear();
    desk.publish(2);
    desk.attach(1, 10);

    assertThat(desk.run()).containsExactly("1<1", "1<2");
    assertThat(desk.cursor().floor()).isEqualTo(1);
    assertThat(desk.dispatch.lost()).isZero();
  }

  // ---- purging and counting

  @Test
  void purgingSettlesWhatWaitsAndNothingElse() {
    desk.attach(1, 3).publish(10);
    desk.run();
    desk.settle(1, Settlement.RELEASE, 1);
    desk.dispatch.drain(1);
    assertThat(desk.dispatch.ready()).isEqualTo(8);

    assertThat(desk.dispatch.purge()).isEqualTo(8);

    assertThat(desk.dispatch.ready()).isZero();
    assertThat(desk.dispatch.inFlight()).isEqualTo(2);
    assertThat(desk.run()).isEmpty();
    desk.settle(1, Settlement.ACCEPT, 0, 2);
    assertThat(desk.cursor().floor()).isEqualTo(10);
    desk.dispatch.grant(1, 1);
    desk.publish(1);
    assertThat(desk.run()).containsExactly("1<10");
  }

  @Test
  void theLastLaneIsServedFirst() {
    Desk queue = new Desk(OPTIONS, new Cursor(0), new Cursor(0));
    queue.publish(0, 2).publish(1, 2).attach(1, 3);

    assertThat(queue.run()).containsExactly("1<1:0", "1<1:1", "1<0:0");
  }

  @Test
  void whatIsKnownOfALaneAndNotReadYetComesBeforeWhatWasReadOfOthers() {
    Desk queue = new Desk(OPTIONS, new Cursor(0), new Cursor(0));
    queue.publish(0, 1);
    queue.run(); // now it is known what there is in the first lane, and there is nobody yet
    queue.publish(1, 1).attach(1, 5);

    assertThat(queue.dispatch.pump(queue.now)).isEmpty();
    assertThat(queue.run()).containsExactly("1<1:0", "1<0:0");
  }

  @Test
  void whatCannotBeReadIsInNobodysWay() {
    Desk queue = new Desk(OPTIONS, new Cursor(0), new Cursor(0));
    queue.attach(1, 1).publish(0, 2);
    assertThat(queue.run()).containsExactly("1<0:0");
    queue.lanes.get(1).end(1);
    queue.settle(1, Settlement.ACCEPT, 0);
    assertThat(queue.dispatch.pump(queue.now)).isEmpty();

    queue.lanes.get(1).stuck(true);
    assertThat(queue.dispatch.pump(queue.now)).hasSize(1);
  }

  @Test
  void whatIsOverGoesAlsoBehindOthersThatWait() {
    Desk queue = new Desk(OPTIONS.withDeadLetters(true), new Cursor(0), new Cursor(0));
    queue.publish(new Loaded(Messages.message(0), queue.now + 5, 0)).publish(1, 2);
    queue.run();
    queue.now += 10;

    assertThat(queue.run()).isEmpty();
    assertThat(queue.condemned()).containsExactly("0 EXPIRED");
  }
}

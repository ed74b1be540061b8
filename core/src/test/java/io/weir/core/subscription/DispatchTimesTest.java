package io.weir.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.subscription.SubscriptionOptions.Retry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Expiry, leases, delay, and lengths: what ends by itself. */
class DispatchTimesTest {
  private static final SubscriptionOptions OPTIONS =
      SubscriptionOptions.DEFAULT.withDeadLetters(true);
  private static final Settlement FAILED = new Settlement.Modify(true, false);

  private final Desk desk = new Desk(OPTIONS);

  private static Loaded expiring(long offset, long at) {
    return new Loaded(Messages.message(offset), at, 0);
  }

  private static Loaded due(long offset, long at) {
    return new Loaded(Messages.message(offset), Loaded.NEVER, at);
  }

  @Test
  void whatIsOverWhenItIsItsTurnIsNotDelivered() {
    desk.publish(expiring(0, 500)).publish(expiring(1, 2_000)).publish(1).attach(1, 10);

    assertThat(desk.run()).containsExactly("1<1", "1<2");
    assertThat(desk.condemned()).containsExactly("0 EXPIRED");
  }

  @Test
  void whatWaitsAtTheHeadIsOverInTimeAlsoWhereNobodyWantsIt() {
    desk.publish(expiring(0, 1_500)).publish(expiring(1, 1_600));
    desk.run();
    assertThat(desk.dispatch.wakeAt()).isEqualTo(1_500);

    desk.now = 1_500;
    desk.run();
    assertThat(desk.condemned()).containsExactly("0 EXPIRED");
    assertThat(desk.dispatch.wakeAt()).isEqualTo(1_600);

    desk.now = 1_700;
    desk.run();
    assertThat(desk.condemned()).containsExactly("1 EXPIRED");
    assertThat(desk.dispatch.wakeAt()).isEqualTo(Loaded.NEVER);
    assertThat(desk.cursor().floor()).isEqualTo(2);
  }

  @Test
  void whatIsInSomebodysHandsIsNotOverButMayBeWhenItComesBack() {
    desk.publish(expiring(0, 1_500)).attach(1, 1);
    desk.run();

    desk.now = 2_000;
    assertThat(desk.run()).isEmpty();
    assertThat(desk.condemned()).isEmpty();
    desk.settle(1, Settlement.RELEASE, 0);

    assertThat(desk.run()).isEmpty();
    assertThat(desk.condemned()).containsExactly("0 EXPIRED");
  }

  @Test
  void aLeaseThatIsNotRenewedEndsAsAFailedDelivery() {
    desk.attach(1, ConsumerOptions.DEFAULT.withPrefetch(1).withLease(100)).publish(1);
    desk.run();
    long number = desk.number(0);
    assertThat(desk.dispatch.wakeAt()).isEqualTo(1_100);

    desk.now = 1_050;
    assertThat(desk.dispatch.renew(1, number, desk.now)).isTrue();
    desk.now = 1_149;
    assertThat(desk.run()).isEmpty();
    desk.now = 1_150;
    assertThat(desk.run()).containsExactly("1<0!");

    assertThat(desk.deliveries.get(desk.number(0)).failures()).isEqualTo(1);
    assertThat(desk.dispatch.renew(1, number, desk.now)).isFalse();
    assertThat(desk.dispatch.settle(1, List.of(number), Settlement.ACCEPT, desk.now))
        .containsExactly(number);
  }

  @Test
  void aLeaseEndsWithItsSettlement() {
    desk.attach(1, ConsumerOptions.DEFAULT.withLease(100)).publish(1);
    desk.run();

    desk.settle(1, Settlement.ACCEPT, 0);

    assertThat(desk.dispatch.wakeAt()).isEqualTo(Loaded.NEVER);
    desk.now = 5_000;
    assertThat(desk.run()).isEmpty();
    assertThat(desk.cursor().floor()).isEqualTo(1);
  }

  @Test
  void whatIsNotDueLetsOthersPassAndComesInItsTime() {
    desk.publish(due(0, 1_500)).publish(due(1, 1_200)).publish(1).attach(1, 10);

    assertThat(desk.run()).containsExactly("1<2");
    assertThat(desk.dispatch.wakeAt()).isEqualTo(1_200);
    desk.now = 1_200;
    assertThat(desk.run()).containsExactly("1<1");
    desk.now = 1_499;
    assertThat(desk.run()).isEmpty();
    desk.now = 1_500;
    assertThat(desk.run()).containsExactly("1<0");
  }

  @Test
  void whatIsDueLongAgoIsLikeAnyOther() {
    desk.publish(due(0, 999)).publish(1).attach(1, 10);
    assertThat(desk.run()).containsExactly("1<0", "1<1");
  }

  @Test
  void aFailedDeliveryWaitsLongerEachTimeUpToTheGreatest() {
    Desk queue = new Desk(OPTIONS.withRetry(new Retry(Retry.Returns.FAILED, 10, 25)));
    queue.attach(1, 1).publish(1);
    queue.run();
    for (long delay : new long[] {10, 20, 25, 25}) {
      queue.settle(1, FAILED, 0);
      assertThat(queue.run()).isEmpty();
      assertThat(queue.dispatch.wakeAt()).isEqualTo(queue.now + delay);
      queue.now += delay;
      assertThat(queue.run()).containsExactly("1<0!");
    }
    queue.settle(1, Settlement.RELEASE, 0);
    assertThat(queue.run()).containsExactly("1<0!");
  }

  @Test
  void whatIsReleasedWaitsLongerEachTimeWhereThatIsWhatWaits() {
    Desk queue = new Desk(OPTIONS.withRetry(new Retry(Retry.Returns.RELEASED, 10, 15)));
    queue.attach(1, 1).publish(1);
    queue.run();
    for (long delay : new long[] {10, 15}) {
      queue.settle(1, Settlement.RELEASE, 0);
      assertThat(queue.run()).isEmpty();
      assertThat(queue.dispatch.wakeAt()).isEqualTo(queue.now + delay);
      queue.now += delay;
      assertThat(queue.run()).containsExactly("1<0!");
    }
    queue.settle(1, FAILED, 0);
    assertThat(queue.run()).containsExactly("1<0!");
  }

  @Test
  void itIsKnownHowOftenAMessageWasDeliveredWhateverBecameOfThat() {
    desk.attach(1, 1).publish(1);
    desk.run();
    desk.settle(1, Settlement.RELEASE, 0);
    desk.run();
    desk.settle(1, FAILED, 0);
    desk.run();
    assertThat(desk.deliveries.get(desk.number(0)).deliveries()).isEqualTo(2);
    assertThat(desk.deliveries.get(desk.number(0)).failures()).isEqualTo(1);
  }

  @Test
  void pastTheGreatestLengthThoseThatWaitLongestGo() {
    Desk queue = new Desk(OPTIONS.withMaxMessages(2));
    queue.publish(5);

    assertThat(queue.run()).isEmpty();

    assertThat(queue.condemned()).containsExactly("0 MAX_LENGTH", "1 MAX_LENGTH", "2 MAX_LENGTH");
    assertThat(queue.dispatch.ready()).isEqualTo(2);
    queue.attach(1, 10);
    assertThat(queue.run()).containsExactly("1<3", "1<4");
  }

  @Test
  void whatIsInSomebodysHandsDoesNotCountToTheLength() {
    Desk queue = new Desk(OPTIONS.withMaxMessages(1));
    queue.attach(1, 2).publish(1);
    assertThat(queue.run()).containsExactly("1<0");
    queue.publish(1);
    assertThat(queue.run()).containsExactly("1<1");
    queue.publish(1);
    queue.run();
    assertThat(queue.condemned()).isEmpty();

    queue.settle(1, Settlement.RELEASE, 0);

    queue.run();
    assertThat(queue.condemned()).containsExactly("0 MAX_LENGTH");
  }

  @Test
  void aGreatSurplusGoesWithoutMoreInMemoryThanTheBound() {
    Desk queue =
        new Desk(
            OPTIONS
                .withMaxMessages(0)
                .withBounds(new SubscriptionOptions.Bounds(10, 1_000, 10, 5)));
    queue.publish(100);

    queue.run();
    assertThat(queue.dispatch.takeCondemned(Integer.MAX_VALUE)).hasSize(10);
  }
}

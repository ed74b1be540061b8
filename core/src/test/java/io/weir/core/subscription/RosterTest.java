package io.weir.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.subscription.Roster.Activation;
import org.junit.jupiter.api.Test;

/** Whose turn it is. */
class RosterTest {
  private static final ConsumerOptions ONE = ConsumerOptions.DEFAULT.withPrefetch(1);

  @Test
  void thoseOfGreaterPriorityAreServedFirstAsLongAsTheyHaveRoom() {
    Desk desk = new Desk(SubscriptionOptions.DEFAULT);
    desk.attach(1, ONE)
        .attach(2, ONE.withPriority(5))
        .attach(3, ONE.withPriority(5))
        .attach(4, ONE.withPriority(-1))
        .publish(6);

    assertThat(desk.run()).containsExactly("2<0", "3<1", "1<2", "4<3");

    desk.settle(4, Settlement.ACCEPT, 3);
    desk.settle(3, Settlement.ACCEPT, 1);
    assertThat(desk.run()).containsExactly("3<4", "4<5");
  }

  @Test
  void anExclusiveConsumerIsAlone() {
    Desk desk = new Desk(SubscriptionOptions.DEFAULT);
    desk.attach(1, ONE);
    assertThat(desk.dispatch.attach(2, ONE.withExclusive(true))).contains(Refusal.IN_USE);
    desk.dispatch.detach(1, false, desk.now);

    desk.attach(2, ONE.withExclusive(true));

    assertThat(desk.dispatch.attach(3, ONE)).contains(Refusal.HELD_EXCLUSIVELY);
    assertThat(desk.dispatch.attach(3, ONE.withExclusive(true))).contains(Refusal.HELD_EXCLUSIVELY);
    desk.dispatch.detach(2, false, desk.now);
    desk.attach(3, ONE);
  }

  @Test
  void thereAreNoMoreConsumersThanThereMayBe() {
    Desk desk =
        new Desk(
            SubscriptionOptions.DEFAULT.withBounds(
                new SubscriptionOptions.Bounds(10, 1_000, 10, 2)));
    desk.attach(1, ONE).attach(2, ONE);
    assertThat(desk.dispatch.attach(3, ONE)).contains(Refusal.TOO_MANY);
  }

  // ---- one active

  private final Desk single = new Desk(SubscriptionOptions.DEFAULT.withSingleActive(true));

  @Test
  void theFirstIsActiveAndTheNextWhenItGoes() {
    single.attach(1, 2).attach(2, 9).attach(3, 9).publish(4);
    assertThat(single.run()).containsExactly("1<0", "1<1");
    assertThat(single.dispatch.takeActivations()).containsExactly(new Activation(1, true));

    single.dispatch.detach(1, false, single.now);

    assertThat(single.dispatch.takeActivations()).containsExactly(new Activation(2, true));
    assertThat(single.run()).containsExactly("2<0!", "2<1!", "2<2", "2<3");
  }

  @Test
  void oneOfGreaterPriorityTakesOverWhenTheFormerHasNothingInItsHands() {
    single.attach(1, 2).publish(4);
    assertThat(single.run()).containsExactly("1<0", "1<1");
    single.dispatch.takeActivations();

    single.attach(2, ONE.withPriority(1));
    single.settle(1, Settlement.ACCEPT, 0);
    assertThat(single.run()).isEmpty();
    assertThat(single.dispatch.takeActivations()).isEmpty();
    single.settle(1, Settlement.ACCEPT, 1);

    assertThat(single.run()).containsExactly("2<2");
    assertThat(single.dispatch.takeActivations())
        .containsExactly(new Activation(1, false), new Activation(2, true));
  }

  @Test
  void anActiveOneWithoutRoomIsWaitedFor() {
    single.attach(1, 1).attach(2, 9).publish(2);
    assertThat(single.run()).containsExactly("1<0");
  }

  @Test
  void thoseWhoStandByMayGo() {
    single.attach(1, 1).attach(2, 9).publish(2);
    single.run();
    single.dispatch.takeActivations();

    single.dispatch.detach(2, false, single.now);

    assertThat(single.dispatch.takeActivations()).isEmpty();
    single.settle(1, Settlement.ACCEPT, 0);
    assertThat(single.run()).containsExactly("1<1");
  }
}

package io.weir.core.limit;

import static io.weir.core.limit.TestLimits.ACME;
import static io.weir.core.limit.TestLimits.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.tenant.Caller;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final Caller ANN = caller(ACME, "ann", "c1");
  private static final Caller BOB = caller(ACME, "bob", "c2");

  private final TestLimits limits = new TestLimits();
  private final Places places = new Places(limits.tree);

  @BeforeEach
  void twoQueues() {
    limits.limit(TestLimits.publish(Rates.UNLIMITED));
  }

  @Test
  void theEndOfAConnectionGivesBackWhatItHad() {
    places.take(ANN, Limit.QUEUES);
    places.take(ANN, Limit.QUEUES);
    assertThat(limits.tree.take(BOB, Limit.QUEUES).isNeeded()).isTrue();
    places.close();
    places.close();
    places.give(Limit.QUEUES);
    assertThat(limits.tree.take(BOB, Limit.QUEUES)).isEqualTo(Wait.NONE);
    assertThat(limits.tree.take(BOB, Limit.QUEUES)).isEqualTo(Wait.NONE);
    assertThat(limits.tree.take(BOB, Limit.QUEUES).isNeeded()).isTrue();
  }

  @Test
  void aPlaceIsGivenBackOnce() {
    places.take(ANN, Limit.QUEUES);
    places.give(Limit.QUEUES);
    assertThatThrownBy(() -> places.give(Limit.QUEUES)).isInstanceOf(IllegalStateException.class);
    places.close();
    assertThatThrownBy(() -> limits.tree.give(ANN, Limit.QUEUES))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsRefusedIsNotGivenBack() {
    limits.tree.take(BOB, Limit.QUEUES);
    limits.tree.take(BOB, Limit.QUEUES);
    assertThat(places.take(ANN, Limit.QUEUES).isNeeded()).isTrue();
    places.close();
    assertThat(limits.tree.take(ANN, Limit.QUEUES).isNeeded()).isTrue();
  }

  @Test
  void whatHasEndedTakesNothing() {
    places.close();
    assertThatThrownBy(() -> places.take(ANN, Limit.QUEUES))
        .isInstanceOf(IllegalStateException.class);
  }
}

package io.weir.bench.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RouterTrialTest {
  /** A publication that goes anywhere but to one queue would end it with an exception. */
  @Test
  void eachPublicationIsRoutedToOneQueueHoweverManyBindingsThereAre() {
    try (var trial = new RouterTrial(0.01)) {
      assertThat(trial.points())
          .containsExactly("10 bindings", "1,000 bindings", "100,000 bindings");
      for (int point = 0; point < 3; point++) {
        assertThat(trial.turn(point).get(RouterTrial.TIME)).isPositive();
        assertThat(trial.turn(point).get(RouterTrial.BYTES)).isPositive();
      }
    }
  }
}

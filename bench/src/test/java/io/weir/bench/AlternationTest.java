package io.weir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import io.weir.bench.result.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AlternationTest {
  private static final Metric TURN = Metric.shown("turn", "number", 0);

  private final List<String> order = new ArrayList<>();

  @Test
  void whoBeginsChangesFromPairToPair() {
    new Alternation(3, Duration.ofHours(1)).run(turn("a"), turn("b"));

    assertThat(order).containsExactly("a", "b", "b", "a", "a", "b");
  }

  @Test
  void aPairHoldsTheFirstContenderFirstWhoeverBegan() {
    List<Pair> pairs = new Alternation(2, Duration.ofHours(1)).run(turn("a"), turn("b"));

    assertThat(pairs).extracting(pair -> pair.first().get(TURN)).containsExactly(1.0, 4.0);
    assertThat(pairs).extracting(pair -> pair.second().get(TURN)).containsExactly(2.0, 3.0);
  }

  @Test
  void outOfTimeThereIsOnePairAllTheSame() {
    List<Pair> pairs = new Alternation(10, Duration.ZERO).run(turn("a"), turn("b"));

    assertThat(pairs).hasSize(1);
  }

  private Supplier<Measurements> turn(String contender) {
    return () -> {
      order.add(contender);
      return new Measurements().with(TURN, order.size());
    };
  }
}

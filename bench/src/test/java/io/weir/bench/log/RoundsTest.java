package io.weir.bench.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.result.Chapter;
import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final Metric COST = Metric.verdict("cost", "s", 0);

  private final List<Integer> order = new ArrayList<>();

  @Test
  void roundsGoForwardsAndBackwardsAndTheFirstIsNotCounted() {
    List<Chapter> chapters = new Rounds(3).run(trial(false), Duration.ofHours(1));

    assertThat(order).containsExactly(2, 1, 0, 0, 1, 2, 2, 1, 0, 0, 1, 2);
    assertThat(chapters).singleElement().satisfies(RoundsTest::hasThreeRounds);
  }

  @Test
  void whatIsComparedIsHeldAgainstTheFirstPointRoundByRound() {
    List<Chapter> chapters = new Rounds(10).run(trial(true), Duration.ofHours(1));

    assertThat(chapters)
        .extracting(Chapter::title)
        .containsExactly("cost of things: 10 rounds", "two beside one", "three beside one");
    assertThat(chapters.get(2).table().asText()).contains("3.00 (3.00-3.00)", "one is better");
    assertThat(chapters.get(2).verdict())
        .containsExactly("cost: one is better, at 3.00 of one's s (3.00 to 3.00).");
  }

  @Test
  void outOfTimeThereIsOneRoundAllTheSame() {
    new Rounds(10).run(trial(false), Duration.ZERO);

    assertThat(order).hasSize(6);
  }

  private static void hasThreeRounds(Chapter chapter) {
    assertThat(chapter.title()).isEqualTo("cost of things: 3 rounds");
    assertThat(chapter.table().asText()).contains("10 (10-10)", "20 (20-20)", "30 (30-30)");
  }

  /** Three points that cost 10, 20 and 30. */
  private Trial trial(boolean compared) {
    return new Trial() {
      @Override
      public String title() {
        return "cost of things";
      }

      @Override
      public List<String> points() {
        return List.of("one", "two", "three");
      }

      @Override
      public boolean isCompared() {
        return compared;
      }

      @Override
      public Measurements turn(int point) {
        order.add(point);
        return new Measurements().with(COST, 10.0 * (point + 1));
      }

      @Override
      public void close() {}
    };
  }
}

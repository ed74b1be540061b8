package io.weir.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.result.Metric.Better;
import java.util.Collections;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class OverviewTest {
  private static final Metric COST = Metric.verdict("server CPU", "s/million", 1);
  private static final Metric SPEED = Metric.compared("delivered", "messages/s", 0, Better.HIGHER);
  private static final Metric MEMORY = Metric.compared("RSS", "MiB", 0, Better.LOWER);

  @Test
  void theTableHasWhatIsInVerdictsAndThroughputOfEachSection() {
    var sections = new LinkedHashMap<String, Section>();
    sections.put("small", section(1, 4, true));
    sections.put("large", section(3, 3, false));

    assertThat(new Overview("All of them", sections).table().asText())
        .isEqualTo(
            """
            median (quartiles)                     weir       rabbitmq   weir / rabbitmq              finding
            small: server CPU, s/million  1.0 (1.0-1.0)  4.0 (4.0-4.0)  0.25 (0.25-0.25)       weir is better
            small: delivered, messages/s        2 (2-2)        1 (1-1)  2.00 (2.00-2.00)       weir is better
            large: server CPU, s/million  3.0 (3.0-3.0)  3.0 (3.0-3.0)  1.00 (1.00-1.00)  not distinguishable
            large: delivered, messages/s        2 (2-2)        1 (1-1)  2.00 (2.00-2.00)       does not count
            """);
  }

  private static Section section(double first, double second, boolean speedCounts) {
    var pair = new Pair(turn(first, 2), turn(second, 1));
    return new Section(
        "Run",
        "weir",
        "rabbitmq",
        Collections.nCopies(10, pair),
        metric -> !metric.equals(SPEED) || speedCounts);
  }

  private static Measurements turn(double cost, double speed) {
    return new Measurements().with(COST, cost).with(SPEED, speed).with(MEMORY, 7);
  }
}

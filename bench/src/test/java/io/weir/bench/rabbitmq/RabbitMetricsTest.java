package io.weir.bench.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import io.weir.bench.result.Pair;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RabbitMetricsTest {
  static Stream<Arguments> throughputs() {
    return Stream.of(
        Arguments.of(RabbitMetrics.RATE, RabbitMetrics.GENERATOR),
        Arguments.of(RabbitMetrics.CALL_RATE, RabbitMetrics.CALLER),
        Arguments.of(RabbitMetrics.FILL_RATE, RabbitMetrics.FILLER),
        Arguments.of(RabbitMetrics.DRAIN_RATE, RabbitMetrics.DRAINER));
  }

  @ParameterizedTest
  @MethodSource("throughputs")
  void throughputCountsWhileWhoLoadsHasCoreToSpare(Metric rate, Metric generator) {
    assertThat(RabbitMetrics.counting(shares(generator, 79, 60))).accepts(rate);
  }

  @ParameterizedTest
  @MethodSource("throughputs")
  void oneContenderThatExhaustsItIsEnoughForThroughputNotToCount(Metric rate, Metric generator) {
    assertThat(RabbitMetrics.counting(shares(generator, 50, 80))).rejects(rate);
    assertThat(RabbitMetrics.counting(shares(generator, 80, 50))).rejects(rate);
  }

  @ParameterizedTest
  @MethodSource("throughputs")
  void theServersCostAndItsTimesCountWhateverWhoLoadsItDid(Metric rate, Metric generator) {
    assertThat(RabbitMetrics.counting(shares(generator, 200, 200)))
        .accepts(RabbitMetrics.CPU, RabbitMetrics.P99, RabbitMetrics.CONFIRM_P99)
        .accepts(RabbitMetrics.CALL_CPU, RabbitMetrics.CALL_P99)
        .accepts(RabbitMetrics.FILL_CPU, RabbitMetrics.DRAIN_CPU);
  }

  private static List<Pair> shares(Metric generator, double first, double second) {
    return List.of(
        new Pair(
            new Measurements().with(generator, first), new Measurements().with(generator, second)));
  }
}

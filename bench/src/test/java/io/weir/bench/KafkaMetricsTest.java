package io.weir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.result.Measurements;
import io.weir.bench.result.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

class KafkaMetricsTest {
  @Test
  void throughputCountsWhileTheGeneratorHasCoreToSpare() {
    assertThat(KafkaMetrics.counting(shares(79, 60, 50, 50)))
        .accepts(KafkaMetrics.WRITE_RATE, KafkaMetrics.WRITE_BYTES)
        .accepts(KafkaMetrics.READ_RATE, KafkaMetrics.READ_BYTES);
  }

  @Test
  void oneContenderThatExhaustsTheProducerIsEnoughForWritingNotToCount() {
    assertThat(KafkaMetrics.counting(shares(50, 80, 50, 50)))
        .rejects(KafkaMetrics.WRITE_RATE, KafkaMetrics.WRITE_BYTES)
        .accepts(KafkaMetrics.READ_RATE, KafkaMetrics.READ_BYTES);
  }

  @Test
  void oneContenderThatExhaustsTheConsumerIsEnoughForReadingNotToCount() {
    assertThat(KafkaMetrics.counting(shares(50, 50, 120, 50)))
        .accepts(KafkaMetrics.WRITE_RATE, KafkaMetrics.WRITE_BYTES)
        .rejects(KafkaMetrics.READ_RATE, KafkaMetrics.READ_BYTES);
  }

  @Test
  void theServersCostCountsWhateverTheGeneratorDid() {
    assertThat(KafkaMetrics.counting(shares(200, 200, 200, 200)))
        .accepts(KafkaMetrics.WRITE_CPU, KafkaMetrics.READ_CPU, KafkaMetrics.P99);
  }

  /**
   * The producer's and the consumer's share of a core, each with the first and with the second
   * contender.
   */
  private static List<Pair> shares(
      double firstProducer, double secondProducer, double firstConsumer, double secondConsumer) {
    return List.of(
        new Pair(turn(firstProducer, firstConsumer), turn(secondProducer, secondConsumer)));
  }

  private static Measurements turn(double producer, double consumer) {
    return new Measurements()
        .with(KafkaMetrics.PRODUCER_SHARE, producer)
        .with(KafkaMetrics.CONSUMER_SHARE, consumer);
  }
}

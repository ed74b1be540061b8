package io.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ToolOutputTest {
  @Test
  void theProducersFiguresAreThoseWithoutItsWarmUp() {
    List<String> lines =
        List.of(
            "In steady state.",
            "62500 records sent, 50689.375507 records/sec (49.50 MB/sec), 310.11 ms avg latency, 605.00 ms max latency, 330 ms 50th, 571 ms 95th, 601 ms 99th, 605 ms 99.9th.",
            "56250 steady state records sent, 75604.838710 records/sec (73.83 MB/sec), 344.57 ms avg latency, 605.00 ms max latency, 343 ms 50th, 576 ms 95th, 602 ms 99th, 605 ms 99.9th.");

    assertThat(ToolOutput.ofProducer(lines, 0.5))
        .contains(new Throughput(56_250, 75604.838710, 0.5));
  }

  @Test
  void theProducersReportsOnTheWayAreNotItsResult() {
    List<String> lines =
        List.of(
            "45000 records sent, 8998.2 records/sec (8.79 MB/sec), 2.1 ms avg latency, 200.0 ms max latency.",
            "org.apache.kafka.common.errors.TimeoutException: Topic orders not present in metadata");

    assertThat(ToolOutput.ofProducer(lines, 0.5)).isEmpty();
  }

  @Test
  void theConsumersSpeedLeavesOutTheTimeToJoinItsGroup() {
    List<String> lines =
        List.of(
            "SLF4J: Defaulting to no-operation (NOP) logger implementation",
            "2026-11-22 14:01:10:101, 2026-11-22 14:01:11:102, 61.0352, 61.0352, 62500, 62500.0000, 600, 400, 152.5879, 156250.0000");

    assertThat(ToolOutput.ofConsumer(lines, 1.1)).contains(new Throughput(62_500, 156_250, 1.1));
  }

  @Test
  void aWarningIsNoResultOfTheConsumer() {
    List<String> lines =
        List.of("WARNING: Exiting before consuming the expected number of records");

    assertThat(ToolOutput.ofConsumer(lines, 1.1)).isEmpty();
  }

  @Test
  void aProducerForSeveralTopicsPrintsOneLine() {
    assertThat(
            ToolOutput.ofSpreadProducer(
                List.of("a warning", "900 records after the warm-up, 12345.6 records/s"), 0.5))
        .contains(new Throughput(900, 12345.6, 0.5));
  }
}

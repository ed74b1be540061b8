package io.weir.bench.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.load.Latencies;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerfTestRunTest {
  private static final List<String> SUMMARY =
      List.of(
          "id: bench, time 1.001 s, sent: 8625 msg/s, received: 8121 msg/s, min/median/75th/95th/99th consumer latency: 558/20439/27945/68082/76071 µs",
          "id: bench, sending rate avg: 9394 msg/s",
          "id: bench, receiving rate avg: 9395 msg/s",
          "id: bench, consumer latency min/median/75th/95th/99th 426/16766/24732/59612/74995 µs",
          "id: bench, confirm latency min/median/75th/95th/99th 181/2313/3786/10153/16453 µs");

  @Test
  void itIsWhatTheLinesAtTheEndSay() {
    assertThat(of("test stopped (Producer reached message limit, Consumer reached message limit)"))
        .hasValueSatisfying(
            run -> {
              assertThat(run.sent()).isEqualTo(9394);
              assertThat(run.received()).isEqualTo(9395);
              assertThat(run.delivered()).contains(new Latencies(16.766, 74.995));
              assertThat(run.confirmed()).contains(new Latencies(2.313, 16.453));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test stopped (Producer reached message limit)",
        "test stopped (Consumer reached message limit)",
        "test stopped (Producer reached message limit, Consumer reached message limit [10])",
        "test stopped (Consumer reached message limit [10], Producer reached message limit [10])"
      })
  void itIsCompleteWhenAllWereSentAndReceived(String end) {
    assertThat(of(end)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test stopped (Reached time limit)",
        "test stopped (Producer reached message limit, Reached time limit)",
        "test stopped (Producer reached message limit [3], Producer thread(s) interrupted)",
        "Main thread caught exception: java.io.IOException"
      })
  void whateverElseEndedItMakesItNoResult(String end) {
    assertThat(of(end)).isEmpty();
  }

  @Test
  void withoutFiguresThereIsNoResult() {
    assertThat(PerfTestRun.of(List.of("test stopped (Producer reached message limit)"))).isEmpty();
  }

  private static Optional<PerfTestRun> of(String end) {
    return PerfTestRun.of(Stream.concat(Stream.of(end), SUMMARY.stream()).toList());
  }
}

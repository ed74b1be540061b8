package io.weir.bench.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {
  @Test
  void persistentMessagesHaveConfirmsAndAreReplicatedWhereTheQueueIs() {
    assertThat(arguments(Scenario.QUORUM_1K))
        .isEqualTo(
            "-h amqp://guest:guest@127.0.0.1:5672/%2f -d bench -s 1024 -ad false -f persistent -qq"
                + " -u q -x 1 -C 100 -D 100 -q 200 -c 100");
    assertThat(arguments(Scenario.CLASSIC_64K))
        .contains("-s 65536", "-f persistent", "-c 100")
        .doesNotContain("-qq");
  }

  @Test
  void transientMessagesHaveNone() {
    assertThat(arguments(Scenario.TRANSIENT_12))
        .contains("-s 12")
        .doesNotContain("-f ", "-c ", "-qq");
  }

  @Test
  void tenProducersShareTheMessagesAndEachHasAQueueAndAConsumer() {
    assertThat(Scenario.CLASSIC_10X10.even(1_009)).isEqualTo(1_000);
    assertThat(arguments(Scenario.CLASSIC_10X10))
        .contains("-qp q-%d -qpf 1 -qpt 10 -y 10", "-x 10 -C 10 -D 10")
        .doesNotContain("-u ");
    assertThat(Scenario.CLASSIC_10X10.queues("q")).hasSize(10).contains("q-1", "q-10");
  }

  @Test
  void ofAFanOutEachConsumerGetsAll() {
    assertThat(arguments(Scenario.FANOUT))
        .contains("-qpt 10 -y 10 -t fanout -e q", "-x 1 -C 100 -D 100");
    assertThat(Scenario.FANOUT.deliveries()).isEqualTo(10);
    assertThat(Scenario.FANOUT.queues("q")).hasSize(10);
  }

  @Test
  void prefetchIsTwoHundredUnlessItIsOne() {
    assertThat(arguments(Scenario.PREFETCH_1)).contains("-q 1 -c");
    assertThat(arguments(Scenario.CLASSIC_1K)).contains("-q 200 -c");
  }

  @Test
  void aFixedRateIsThatOfAllProducersTogether() {
    assertThat(String.join(" ", Scenario.QUORUM_10X10.arguments(1, "q", 1_000, 2)))
        .contains("-C 200 -D 200")
        .endsWith("-r 100");
  }

  @Test
  void aBacklogIsPublishedWithoutConsumersAndTakenWithoutProducers() {
    assertThat(String.join(" ", Scenario.DRAIN.fillArguments(1, "q", 500)))
        .contains("-f persistent")
        .endsWith("-u q -y 0 -C 500");
    assertThat(String.join(" ", Scenario.DRAIN.drainArguments(1, "q", 500)))
        .endsWith("-u q -x 0 -D 500 -q 200");
  }

  @Test
  void noArgumentHasASpace() {
    assertThat(Scenario.FANOUT.arguments(5672, "q", 10)).noneMatch(each -> each.contains(" "));
  }

  private static String arguments(Scenario scenario) {
    List<String> all = scenario.arguments(5672, "q", 100);
    return String.join(" ", all);
  }
}

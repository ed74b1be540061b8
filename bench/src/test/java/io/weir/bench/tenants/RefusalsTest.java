package io.weir.bench.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.tenants.RefusalTrial.Who;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  @Test
  void whatTakesLongerForThoseWhoExistIsToldAloud() {
    var refusals =
        new Refusals(
            Map.of(
                Probe.PLAIN,
                Map.of(
                    Who.USER, around(5),
                    Who.NO_USER, around(5),
                    Who.NO_TENANT, around(2))));

    assertThat(refusals.verdict())
        .containsExactlyInAnyOrder(
            "Kafka, PLAIN: an unknown user and an existing one are not distinguishable.",
            "Kafka, PLAIN: an unknown tenant and an existing one CAN be told apart by the time that"
                + " a refusal takes.");
    assertThat(refusals.table().asText())
        .containsPattern("unknown user +5\\.050 +5\\.090 +5\\.099 +0\\.000 +\\S+ +50\\.0 %")
        .containsPattern("unknown tenant +2\\.050 +2\\.090 +2\\.099 +1\\.000 +\\S+ +100\\.0 %");
  }

  /** A hundred values, from a thousandth above to a tenth above. */
  private static double[] around(double millis) {
    return DoubleStream.iterate(1, i -> i + 1).limit(100).map(i -> millis + i / 1_000).toArray();
  }
}

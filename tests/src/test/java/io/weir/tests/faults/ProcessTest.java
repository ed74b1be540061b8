package io.weir.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Outcome;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weir as a process: signals, and a second one where there may be one. */
class ProcessTest {

  @Test
  void aSecondProcessOnTheSameDataIsRefusedWithOneSentence() {
    try (WeirProcess weir = new WeirSetup("second").start()) {
      Outcome second =
          weir.command()
              .environment("WEIR_LISTENERS_0_PORTS_KAFKA", "0")
              .environment("WEIR_LISTENERS_0_PORTS_HTTP", "0")
              .environment("WEIR_LISTENERS_0_PORTS_ADMIN", "0")
              .run();

      assertThat(second.exit()).isNotZero();
      assertThat((second.text() + second.errors()).strip().lines())
          .singleElement()
          .asString()
          .contains(weir.data().toString());
    }
  }

  @Test
  void aPortThatIsTakenIsNamedInOneSentence() {
    try (WeirProcess weir = new WeirSetup("port").start()) {
      Outcome second = weir.command().environment("WEIR_DATA", weir.data() + "-other").run();

      assertThat(second.exit()).isNotZero();
      assertThat(second.errors().lines().filter(line -> !line.contains(" INFO ")))
          .singleElement()
          .asString()
          .containsAnyOf(
              "port " + weir.kafkaPort(), "port " + weir.httpPort(), "port " + weir.adminPort());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void itStopsInOrderWhenItIsTold(String signal) {
    try (WeirProcess weir = new WeirSetup("signal").start()) {
      assertThat(weir.stop(signal)).isZero();
      assertThat(weir.log()).doesNotContain("WARN", "ERROR");
      weir.restart();
    }
  }
}

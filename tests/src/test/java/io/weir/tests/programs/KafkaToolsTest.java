package io.weir.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KafkaToolsTest {
  @Test
  void theTopicToolStartsAndNamesItsVersion() {
    assertThat(
            KafkaTools.command("org.apache.kafka.tools.TopicCommand", "--version").succeed().text())
        .contains("4.3.1");
  }
}

package io.weir.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class KafkaToolsTest {
  @Test
  void theTopicToolStartsAndNamesItsVersion() throws Exception {
    assertThat(outputOf(KafkaTools.command("org.apache.kafka.tools.TopicCommand", "--version")))
        .contains("4.3.1");
  }

  private static String outputOf(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}

package io.weir.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The programs that other tests drive are there and start. */
class ProgramsTest {
  @Test
  void kafkasTopicToolIsOfTheReleaseThatIsPinned() throws Exception {
    assertThat(outputOf(KafkaTools.command("org.apache.kafka.tools.TopicCommand", "--version")))
        .contains("4.3.1");
  }

  @Test
  @Tag("kafkajs")
  void kafkajsIsOfTheReleaseThatIsPinned() throws Exception {
    assertThat(outputOf(Node.script("version.js"))).contains("kafkajs 2.2.4");
  }

  @Test
  @Tag("python-kafka")
  void aPythonHasTheKafkaPackage() throws Exception {
    assertThat(outputOf(Python.script("kafka", "version.py"))).startsWith("kafka-python ");
  }

  @Test
  @Tag("kcat")
  void kcatIsThere() throws Exception {
    assertThat(outputOf(new ProcessBuilder("kcat", "-V"))).contains("librdkafka");
  }

  @Test
  @Tag("curl")
  void curlIsThere() throws Exception {
    assertThat(outputOf(new ProcessBuilder("curl", "--version"))).startsWith("curl ");
  }

  private static String outputOf(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}

package io.weir.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.internals.AppInfoParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The programs that other tests drive are there and start. */
class ProgramsTest {
  @Test
  void theJavaClientIsOfTheReleaseThatIsPinned() {
    assertThat(AppInfoParser.getVersion()).startsWith("4.4.");
  }

  @Test
  void kafkasTopicToolIsOfTheReleaseThatIsPinned() {
    assertThat(outputOf(KafkaTools.command("org.apache.kafka.tools.TopicCommand", "--version")))
        .contains("4.3.1");
  }

  @Test
  @Tag("kafkajs")
  void kafkajsIsOfTheReleaseThatIsPinned() {
    assertThat(outputOf(Node.script("version.js"))).contains("kafkajs 2.2.4");
  }

  @Test
  @Tag("python-kafka")
  void aPythonHasTheKafkaPackage() {
    assertThat(outputOf(Python.script("kafka", "version.py"))).startsWith("kafka-python ");
  }

  @Test
  @Tag("kcat")
  void kcatIsThere() {
    assertThat(outputOf(Command.of("kcat", "-V"))).contains("librdkafka");
  }

  @Test
  @Tag("curl")
  void curlIsThere() {
    assertThat(outputOf(Command.of("curl", "--version"))).startsWith("curl ");
  }

  @Test
  @Tag("haproxy")
  void haproxyIsThere() {
    assertThat(outputOf(Command.of("haproxy", "-v"))).startsWith("HAProxy version ");
  }

  @Test
  @Tag("netns")
  void networksOfItsOwnCanBeMade() {
    assertThat(outputOf(Command.of("ip", "-V"))).startsWith("ip utility, iproute2");
  }

  private static String outputOf(Command command) {
    return command.succeed().text();
  }
}

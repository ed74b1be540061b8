package io.weir.tests.kafka;

import static io.weir.tests.kafka.Clients.newName;
import static io.weir.tests.kafka.Clients.newTopic;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.KafkaTools;
import io.weir.tests.programs.Outcome;
import io.weir.tests.servers.OnEachServer;
import io.weir.tests.servers.Server;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Kafka's own command line tools. */
@OnEachServer
class KafkaToolsTest {
  @Parameter Server server;

  @Test
  void theTopicToolCreatesDescribesListsAndDeletes() {
    String topic = newName("tool");

    assertThat(topics("--create", "--topic", topic, "--partitions", "3").lines())
        .contains("Created topic " + topic + ".");
    assertThat(topics("--describe", "--topic", topic).text())
        .contains("Topic: " + topic, "PartitionCount: 3", "ReplicationFactor: 1", "Partition: 2");
    assertThat(topics("--list").lines()).contains(topic);
    topics("--delete", "--topic", topic);
    assertThat(topics("--list").lines()).doesNotContain(topic);
  }

  @Test
  void whatTheConsoleProducerIsTypedTheConsoleConsumerPrints() {
    String topic = newTopic(server.kafka(), "console", 1);
    String[] keyed = {
      "--reader-property", "parse.key=true", "--reader-property", "parse.headers=true"
    };

    tool("ConsoleProducer", "--topic", topic)
        .and(keyed)
        .input("colour:red\tk1\tfirst\nshape:round\tk2\tsecond\n")
        .succeed();

    assertThat(
            tool("consumer.ConsoleConsumer", "--topic", topic, "--from-beginning")
                .and("--group", newName("console"), "--max-messages", "2")
                .and(properties("print.key=true", "print.headers=true", "print.offset=true"))
                .succeed()
                .lines())
        .containsExactly("Offset:0\tcolour:red\tk1\tfirst", "Offset:1\tshape:round\tk2\tsecond");
  }

  private static String[] properties(String... properties) {
    return Stream.of(properties)
        .flatMap(property -> Stream.of("--formatter-property", property))
        .toArray(String[]::new);
  }

  @Test
  void thePerformanceToolsRunToTheirEnd() {
    String topic = newTopic(server.kafka(), "performance", 2);

    Outcome produced =
        tool("ProducerPerformance", "--topic", topic, "--num-records", "5000")
            .and("--record-size", "1024", "--throughput", "-1")
            .succeed();
    assertThat(produced.text()).contains("5000 records sent");
    Outcome consumed =
        tool("ConsumerPerformance", "--topic", topic, "--messages", "5000")
            .and("--group", newName("performance"), "--timeout", "30000", "--hide-header")
            .succeed();
    assertThat(messagesOf(consumed)).isGreaterThanOrEqualTo(5_000);
  }

  /** Start, end, megabytes, megabytes per second, messages, ... */
  private static long messagesOf(Outcome consumed) {
    return Long.parseLong(consumed.lines().getLast().split(", ", -1)[4].strip());
  }

  @Test
  void theOffsetToolTellsBeginningAndEnd() {
    String topic = newTopic(server.kafka(), "get-offsets", 2);
    tool("ConsoleProducer", "--topic", topic).input("a\nb\nc\n").succeed();

    assertThat(offsets(topic, "-2")).containsExactly(topic + ":0:0", topic + ":1:0");
    assertThat(offsets(topic, "-1").stream().mapToLong(KafkaToolsTest::offsetOf).sum())
        .isEqualTo(3);
  }

  private List<String> offsets(String topic, String time) {
    return tool("GetOffsetShell", "--topic", topic, "--time", time).succeed().lines();
  }

  private static long offsetOf(String line) {
    return Long.parseLong(line.substring(line.lastIndexOf(':') + 1));
  }

  @Test
  void theGroupToolShowsLagAndResetsOffsets() {
    String topic = newTopic(server.kafka(), "group-tool", 1);
    String group = newName("group-tool");
    tool("ConsoleProducer", "--topic", topic).input("a\nb\nc\n").succeed();
    tool("consumer.ConsoleConsumer", "--topic", topic, "--group", group, "--from-beginning")
        .and("--max-messages", "2")
        .succeed();

    assertThat(group("--describe", "--group", group).lines())
        .anyMatch(line -> line.matches(group + "\\s+" + topic + "\\s+0\\s+2\\s+3\\s+1\\s.*"));
    group("--reset-offsets", "--to-earliest", "--execute", "--topic", topic, "--group", group);
    assertThat(group("--describe", "--group", group, "--offsets").lines())
        .anyMatch(line -> line.matches(group + "\\s+" + topic + "\\s+0\\s+0\\s+3\\s+3\\s.*"));
    assertThat(group("--list").lines()).contains(group);
    group("--delete", "--group", group);
    assertThat(group("--list").lines()).doesNotContain(group);
  }

  private Outcome group(String... arguments) {
    return tool("consumer.group.ConsumerGroupCommand", arguments).succeed();
  }

  private Outcome topics(String... arguments) {
    return tool("TopicCommand", arguments).succeed();
  }

  private Command tool(String mainClass, String... arguments) {
    return LogIn.with(
            KafkaTools.command(
                "org.apache.kafka.tools." + mainClass, "--bootstrap-server", server.kafka()))
        .and(arguments)
        .within(Duration.ofSeconds(90));
  }
}

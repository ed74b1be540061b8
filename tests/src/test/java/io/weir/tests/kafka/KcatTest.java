package io.weir.tests.kafka;

import static io.weir.tests.kafka.Clients.newName;
import static io.weir.tests.kafka.Clients.newTopic;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Outcome;
import io.weir.tests.servers.OnEachServer;
import io.weir.tests.servers.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kcat")
@OnEachServer
class KcatTest {
  @Parameter Server server;

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void everyCompressionComesBackAsItWasSent(String compression) {
    String topic = newTopic(server.kafka(), "kcat-" + compression, 1);
    List<String> lines =
        IntStream.range(0, 500).mapToObj(i -> "line " + i + " " + "x".repeat(i)).toList();

    produce(topic, String.join("\n", lines), "-z", compression);

    assertThat(consume(topic).lines()).isEqualTo(lines);
  }

  @Test
  void anIdempotentProducerIsTaken() {
    String topic = newTopic(server.kafka(), "kcat-idempotent", 1);

    produce(topic, "a\nb\nc", "-X", "enable.idempotence=true");

    assertThat(consume(topic).lines()).containsExactly("a", "b", "c");
  }

  @Test
  void keysHeadersAndNullsComeBackAsTheyWereSent() {
    String topic = newTopic(server.kafka(), "kcat-shapes", 1);

    produce(topic, "k1:v1\n:no key\nk2:", "-K", ":", "-Z", "-H", "colour=red", "-H", "empty=");

    assertThat(consume(topic, "-Z", "-f", "%o %k %s %h\\n").lines())
        .containsExactly(
            "0 k1 v1 colour=red,empty=",
            "1 NULL no key colour=red,empty=",
            "2 k2 NULL colour=red,empty=");
  }

  @Test
  void bytesComeBackAsTheyWereSent(@TempDir Path directory) throws IOException {
    String topic = newTopic(server.kafka(), "kcat-bytes", 1);
    byte[] bytes = new byte[300_000];
    new Random(3).nextBytes(bytes);
    Path file = Files.write(directory.resolve("bytes"), bytes);

    kcat("-P", "-t", topic, "-p", "0", file.toString()).succeed();

    assertThat(consume(topic, "-D", "").output()).isEqualTo(bytes);
  }

  @Test
  void readingBeginsWhereItIsAskedTo() {
    String topic = newTopic(server.kafka(), "kcat-offsets", 1);
    produce(topic, String.join("\n", IntStream.range(0, 10).mapToObj(i -> "v" + i).toList()));

    assertThat(kcat("-C", "-t", topic, "-o", "7", "-e", "-q").succeed().lines())
        .containsExactly("v7", "v8", "v9");
    assertThat(kcat("-C", "-t", topic, "-o", "-2", "-e", "-q").succeed().lines())
        .containsExactly("v8", "v9");
    assertThat(kcat("-C", "-t", topic, "-o", "beginning", "-c", "1", "-q").succeed().lines())
        .containsExactly("v0");
    assertThat(kcat("-C", "-t", topic, "-o", "end", "-e", "-q").succeed().lines()).isEmpty();
  }

  @Test
  void offsetsAreFoundByTimestamp() {
    String topic = newTopic(server.kafka(), "kcat-times", 1);
    produce(topic, "one\ntwo");
    long now = System.currentTimeMillis();

    assertThat(query(topic, now - 3_600_000)).containsExactly(topic + " [0] offset 0");
    assertThat(query(topic, now + 3_600_000)).containsExactly(topic + " [0] offset -1");
    assertThat(
            kcat("-C", "-t", topic, "-o", "s@" + (now - 3_600_000), "-e", "-q").succeed().lines())
        .containsExactly("one", "two");
  }

  private List<String> query(String topic, long timestamp) {
    return kcat("-Q", "-t", topic + ":0:" + timestamp).succeed().lines();
  }

  @Test
  void theClusterIsListed() {
    String topic = newTopic(server.kafka(), "kcat-listed", 2);

    assertThat(kcat("-L", "-t", topic).succeed().lines())
        .contains("  topic \"" + topic + "\" with 2 partitions:")
        .anyMatch(line -> line.matches("    partition 1, leader \\d+, replicas: \\d+, isrs: \\d+"))
        .anyMatch(line -> line.matches("  broker \\d+ at " + server.kafka() + " \\(controller\\)"));
    assertThat(kcat("-L").succeed().text())
        .contains("  topic \"" + topic + "\" with 2 partitions:");
  }

  @Test
  void aGroupGoesOnWhereItStopped() {
    String topic = newTopic(server.kafka(), "kcat-group", 2);
    String group = newName("kcat-group");
    produce(topic, "a\nb");
    kcat("-P", "-t", topic, "-p", "1").input("c").succeed();

    assertThat(group(group, topic, 3)).containsExactlyInAnyOrder("a", "b", "c");
    produce(topic, "d");
    assertThat(group(group, topic, 1)).containsExactly("d");
  }

  private List<String> group(String group, String topic, int count) {
    String[] reset = {"-X", "auto.offset.reset=earliest"};
    return kcat("-G", group, "-c", Integer.toString(count), "-q")
        .and(reset)
        .and(topic)
        .succeed()
        .lines();
  }

  @Test
  void aTopicThatIsNotThereIsSaid() {
    Outcome outcome = kcat("-C", "-t", newName("kcat-unknown"), "-e").run();

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.errors()).contains("Unknown topic or partition");
  }

  private void produce(String topic, String lines, String... more) {
    kcat("-P", "-t", topic, "-p", "0").and(more).input(lines).succeed();
  }

  private Outcome consume(String topic, String... more) {
    return kcat("-C", "-t", topic, "-o", "beginning", "-e", "-q").and(more).succeed();
  }

  private Command kcat(String... arguments) {
    return LogIn.kcat(server.kafka(), arguments);
  }
}

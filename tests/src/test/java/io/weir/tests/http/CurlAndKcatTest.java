package io.weir.tests.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.tests.kafka.Clients;
import io.weir.tests.kafka.LogIn;
import io.weir.tests.programs.Command;
import io.weir.tests.programs.Outcome;
import io.weir.tests.servers.SharedWeir;
import io.weir.tests.servers.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In by HTTP and out by Kafka, and the other way round, byte for byte. */
@Tag("curl")
@Tag("kcat")
class CurlAndKcatTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SharedWeir weir = SharedWeir.STANDARD;
  private final String topic = Clients.newName("curl-orders");

  @Test
  void whatCurlPublishesKcatReads() throws Exception {
    JsonNode placed = json(curl("-d", "hello", topicUrl()));

    assertThat(placed.path("topic").textValue()).isEqualTo(topic);
    assertThat(placed.path("partition").intValue()).isZero();
    assertThat(placed.path("offset").longValue()).isZero();
    assertThat(kcat("-C", "-t", topic, "-e", "-q").lines()).containsExactly("hello");
  }

  @Test
  void whatKcatPublishesCurlReads() throws Exception {
    LogIn.kcat(weir.kafka(), "-P", "-t", topic, "-K", ":", "-H", "colour=red")
        .input("o-17:two coffees\n")
        .succeed();

    JsonNode record = json(curl(recordsUrl())).path("records").path(0);

    assertThat(record.path("body").textValue()).isEqualTo("two coffees");
    assertThat(record.path("key").textValue()).isEqualTo("o-17");
    assertThat(record.path("offset").longValue()).isZero();
    assertThat(record.path("headers").path(0).path("name").textValue()).isEqualTo("colour");
    assertThat(record.path("headers").path(0).path("value").textValue()).isEqualTo("red");
  }

  @Test
  void theContentTypeAndThePathsKeyReachKafka() {
    curl("-H", "Content-Type: application/json", "-d", "{\"tea\":1}", topicUrl() + "/o-17/lines/1");

    assertThat(kcat("-C", "-t", topic, "-e", "-q", "-f", "%k %h %s\\n").lines())
        .containsExactly("o-17/lines/1 content-type=application/json {\"tea\":1}");
  }

  @Test
  void bytesCrossAsTheyAreInBothDirections(@TempDir Path directory) throws Exception {
    byte[] bytes = new byte[200_000];
    new Random(9).nextBytes(bytes);
    Path file = Files.write(directory.resolve("bytes"), bytes);

    curl("--data-binary", "@" + file, topicUrl());
    LogIn.kcat(weir.kafka(), "-P", "-t", topic, "-p", "0", file.toString()).succeed();

    assertThat(kcat("-C", "-t", topic, "-c", "1", "-D", "", "-q").output()).isEqualTo(bytes);
    JsonNode records = json(curl(recordsUrl() + "&max_bytes=1000000")).path("records");
    assertThat(records.size()).isEqualTo(2);
    for (JsonNode record : records) {
      assertThat(Base64.getDecoder().decode(record.path("bodyBase64").textValue()))
          .isEqualTo(bytes);
    }
  }

  @Test
  void aWaitingReaderGetsWhatComes() throws Exception {
    curl("-d", "first", topicUrl());
    try (var waiting =
        curl().and(topicUrl() + "/partitions/0/records?offset=1&wait=20000").start()) {
      LogIn.kcat(weir.kafka(), "-P", "-t", topic).input("second").succeed();

      JsonNode records = json(waiting.end().succeeded()).path("records");
      assertThat(records.path(0).path("body").textValue()).isEqualTo("second");
    }
  }

  private String topicUrl() {
    return weir.http() + "/topics/" + topic;
  }

  private String recordsUrl() {
    return topicUrl() + "/partitions/0/records?offset=0";
  }

  private static Outcome curl(String... arguments) {
    return curl().and("--fail-with-body").and(arguments).succeed();
  }

  private static Command curl() {
    Command curl = Command.of("curl", "-sS");
    return Side.user()
        .map(user -> curl.and("-u", user.name() + ":" + user.password()))
        .orElse(curl);
  }

  private Outcome kcat(String... arguments) {
    return LogIn.kcat(weir.kafka(), arguments).succeed();
  }

  private static JsonNode json(Outcome outcome) throws IOException {
    return JSON.readTree(outcome.output());
  }
}

package io.weir.tests.faults;

import static io.weir.tests.faults.Bytes.indexOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A byte of a stored message has changed while Weir was down. */
class DamageTest {
  private static final TopicPartition PLACE = new TopicPartition("damaged", 0);
  private static final int COUNT = 60;
  private static final int DAMAGED = 23;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "KILL"})
  void damageIsNamedAndTheRestIsServed(String signal) throws Exception {
    try (WeirProcess weir = new WeirSetup("damage").start()) {
      publish(weir);
      weir.stop(signal);
      damage(weir.data(), body(DAMAGED));
      weir.restart();

      assertThat(read(weir, 0, DAMAGED)).isEqualTo(bodies(0, DAMAGED));
      assertThat(read(weir, DAMAGED + 1, COUNT - DAMAGED - 1))
          .isEqualTo(bodies(DAMAGED + 1, COUNT));
      assertThatThrownBy(() -> read(weir, DAMAGED, 1))
          .isInstanceOf(KafkaException.class)
          .hasMessageContaining(PLACE.toString());
      JsonNode page = get(weir, DAMAGED);
      assertThat(offsets(page)).startsWith(DAMAGED + 1).hasSize(COUNT - DAMAGED - 1);
      assertThat(page.path("passedOver"))
          .singleElement()
          .satisfies(
              gap -> {
                assertThat(gap.path("firstOffset").intValue()).isEqualTo(DAMAGED);
                assertThat(gap.path("lastOffset").intValue()).isEqualTo(DAMAGED);
                assertThat(gap.path("reason").textValue()).contains("damaged");
              });
      assertThat(weir.log()).contains("offsets " + DAMAGED + " to " + DAMAGED + " cannot be read");
    }
  }

  private static void publish(WeirProcess weir) throws Exception {
    try (var producer =
        new KafkaProducer<>(config(weir), new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < COUNT; i++) {
        // One batch each: damage costs no neighbour.
        assertThat(producer.send(new ProducerRecord<>(PLACE.topic(), body(i))).get().offset())
            .isEqualTo(i);
      }
    }
  }

  /** Changes one byte in the middle of the text, wherever it lies. */
  private static void damage(Path data, String text) throws IOException {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    int found = 0;
    try (Stream<Path> files = Files.walk(data).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        int at = indexOf(wanted, bytes);
        if (at >= 0) {
          bytes[at + wanted.length / 2] ^= 1;
          Files.write(file, bytes);
          found++;
        }
      }
    }
    assertThat(found).as("files that hold the message").isEqualTo(1);
  }

  private static List<String> read(WeirProcess weir, int from, int count) {
    List<String> bodies = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(config(weir), new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(PLACE));
      consumer.seek(PLACE, from);
      // As far as asked and not into the damage behind it.
      for (int poll = 0; bodies.size() < count && poll < 100; poll++) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          bodies.add(record.value());
        }
      }
    }
    return bodies;
  }

  private static Map<String, Object> config(WeirProcess weir) {
    return Map.of("bootstrap.servers", weir.kafka(), "auto.offset.reset", "none");
  }

  private static JsonNode get(WeirProcess weir, int offset) throws Exception {
    URI uri =
        URI.create(
            weir.http() + "/topics/" + PLACE.topic() + "/partitions/0/records?offset=" + offset);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return new ObjectMapper()
          .readTree(
              client
                  .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                  .body());
    }
  }

  private static List<Integer> offsets(JsonNode page) {
    List<Integer> offsets = new ArrayList<>();
    page.path("records").forEach(record -> offsets.add(record.path("offset").intValue()));
    return offsets;
  }

  private static List<String> bodies(int from, int to) {
    return IntStream.range(from, to).mapToObj(DamageTest::body).toList();
  }

  private static String body(int i) {
    return "message number " + i + " of those that will be damaged, of which there is one";
  }
}

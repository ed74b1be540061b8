package io.weir.tests.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.gateway.Weir;
import io.weir.gateway.config.ListenerConfig;
import io.weir.gateway.config.WeirConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Weir in a program of somebody else's: in memory, on whatever ports are free. */
class EmbeddedWeirTest {
  @Test
  void aProgramStartsAGatewayOfItsOwnAndEndsIt() throws Exception {
    try (Weir weir = Weir.start(inMemory())) {
      publish(weir, "hello");

      assertThat(read(weir)).containsExactly("hello");
    }
  }

  private static WeirConfig inMemory() {
    WeirConfig standard = WeirConfig.standard();
    ListenerConfig any =
        new ListenerConfig(
            "any",
            "127.0.0.1",
            Map.of("http", 0, "kafka", 0),
            "default",
            Map.of(),
            standard.listeners().getFirst().limits());
    return standard.withEphemeral(true).withListeners(List.of(any));
  }

  private static void publish(Weir weir, String body) throws Exception {
    URI topic = URI.create("http://127.0.0.1:" + weir.port("http") + "/topics/orders");
    HttpRequest request =
        HttpRequest.newBuilder(topic).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  private static List<String> read(Weir weir) {
    TopicPartition place = new TopicPartition("orders", 0);
    List<String> bodies = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", "127.0.0.1:" + weir.port("kafka")),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(place));
      consumer.seek(place, 0);
      for (int poll = 0; bodies.isEmpty() && poll < 100; poll++) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(300))) {
          bodies.add(record.value());
        }
      }
    }
    return bodies;
  }
}

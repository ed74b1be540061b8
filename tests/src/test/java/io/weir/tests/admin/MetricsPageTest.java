package io.weir.tests.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients do is what {@code /metrics} counts, by protocol. */
class MetricsPageTest {
  private static WeirProcess weir;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    weir = new WeirSetup("metrics").start();
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterAll
  static void stop() {
    http.close();
    weir.close();
  }

  @Test
  void whatIsPublishedStoredDeliveredSettledAndRefusedIsCounted() throws Exception {
    publish("two coffees");
    consumeAndCommit();
    askForWhatIsNotThere();

    List<String> page = page();
    assertThat(page)
        .contains(
            count("published_messages_total", "http", 1),
            count("stored_messages_total", "http", 1),
            count("store_seconds_count", "http", 1),
            count("delivered_messages_total", "kafka", 1),
            count("settled_total", "kafka", 1),
            count("refused_total", "http", 1))
        .contains(count("published_messages_total", "kafka", 0))
        .anyMatch(line -> line.matches("weir_stored_bytes_total\\{protocol=\"http\".*} [1-9]\\d+"))
        .anyMatch(line -> line.matches("weir_connections [1-9]\\d*"))
        .anyMatch(line -> line.matches("weir_log_appended_bytes_total [1-9]\\d+"))
        .contains("weir_log_collected_bytes_total 0", "weir_log_freed_bytes_total 0")
        .contains("weir_log_write_amplification 1", "weir_log_collected_segments 0");
  }

  private static String count(String name, String protocol, int value) {
    return "weir_%s{protocol=\"%s\",tenant=\"default\"} %d".formatted(name, protocol, value);
  }

  private static void publish(String body) throws Exception {
    assertThat(
            send(HttpRequest.newBuilder(topic("")).POST(BodyPublishers.ofString(body)))
                .statusCode())
        .isEqualTo(200);
  }

  private static void consumeAndCommit() {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            weir.kafka(),
            "group.id",
            "metrics",
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            "false");
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("orders"));
      boolean taken = false;
      for (int poll = 0; !taken && poll < 100; poll++) {
        taken = !consumer.poll(Duration.ofMillis(300)).isEmpty();
      }
      assertThat(taken).isTrue();
      consumer.commitSync();
    }
  }

  private static void askForWhatIsNotThere() throws Exception {
    URI beyond = topic("/partitions/0/records?offset=99");
    assertThat(send(HttpRequest.newBuilder(beyond)).statusCode()).isEqualTo(416);
  }

  private static List<String> page() throws Exception {
    URI metrics = URI.create(weir.admin() + "/metrics");
    return send(HttpRequest.newBuilder(metrics)).body().lines().toList();
  }

  private static URI topic(String more) {
    return URI.create(weir.http() + "/topics/orders" + more);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}

package io.weir.tests.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.tests.load.Load;
import io.weir.tests.load.Payload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;

/**
 * Publishes by HTTP, one message after the other, each again and again until it is acknowledged: at
 * least once.
 */
final class PlainPublisher {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final URI uri;
  private final TopicPartition partition;
  private final Ledger ledger;
  private final Load load;
  private long next;

  /** Publishes to a topic with one partition. */
  PlainPublisher(String http, String topic, Ledger ledger, Load load) {
    this.uri = URI.create(http + "/topics/" + topic);
    this.partition = new TopicPartition(topic, 0);
    this.ledger = ledger;
    this.load = load;
  }

  void publishOne() throws Exception {
    byte[] body = Payload.of(partition.toString(), next);
    while (!load.isStopped()) {
      try {
        HttpResponse<byte[]> response = post(body);
        if (response.statusCode() == 200) {
          JsonNode placed = JSON.readTree(response.body());
          ledger.acknowledged(partition, next, placed.required("offset").longValue());
          next++;
          Thread.sleep(2);
          return;
        }
        if (response.statusCode() != 503) {
          ledger.fault("%s was answered %d: %s", uri, response.statusCode(), text(response));
        }
      } catch (IOException down) {
        // It was killed, and may or may not have stored this one: once more.
      }
      Thread.sleep(20);
    }
  }

  private HttpResponse<byte[]> post(byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}

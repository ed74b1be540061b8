package io.weir.tests.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.tests.servers.WeirProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients that come, do one thing, and are gone: each a new connection, group or topic. */
final class Visits {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final WeirProcess weir;
  private final Random random = new Random(4);
  private final AtomicLong count = new AtomicLong();

  Visits(WeirProcess weir) {
    this.weir = weir;
  }

  long count() {
    return count.get();
  }

  /** Publishes by HTTP, and reads it back. */
  void publishAndRead() throws IOException, InterruptedException {
    String body = "visit " + count.incrementAndGet();
    try (HttpClient client = HttpClient.newHttpClient()) {
      JsonNode placed =
          call(client, request("/topics/visits").POST(HttpRequest.BodyPublishers.ofString(body)));
      String offset = placed.required("offset").asText();
      JsonNode records =
          call(client, request("/topics/visits/partitions/0/records?max_bytes=1&offset=" + offset));
      String read = records.required("records").get(0).required("body").asText();
      require(read.equals(body), "published \"%s\" and read \"%s\"".formatted(body, read));
    }
  }

  /** A consumer group is born, reads, commits, and is deleted. */
  void joinAGroup() throws Exception {
    String group = "visitors-" + count.incrementAndGet();
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", weir.kafka(),
            "group.id", group,
            "auto.offset.reset", "earliest",
            "enable.auto.commit", "false",
            "max.poll.records", "10");
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("visits"));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.poll(Duration.ofMillis(100)).isEmpty()) {
        require(System.nanoTime() < deadline, group + " was given nothing");
      }
      consumer.commitSync();
    }
    try (Admin admin = admin()) {
      admin.deleteConsumerGroups(List.of(group)).all().get();
    }
  }

  /** A topic is created, gets a message from a producer of its own, and is deleted. */
  void createATopic() throws Exception {
    String topic = "visited-" + count.incrementAndGet();
    try (Admin admin = admin();
        var producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", (Object) weir.kafka()),
                new StringSerializer(),
                new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
      producer.send(new ProducerRecord<>(topic, "k", "v")).get();
      admin.deleteTopics(List.of(topic)).all().get();
    }
  }

  /** A connection that begins something, and ends in the middle of it. */
  void breakOff() throws IOException {
    count.incrementAndGet();
    boolean http = random.nextBoolean();
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), http ? weir.httpPort() : weir.kafkaPort())) {
      byte[] half =
          http
              ? "POST /topics/visits HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nhalf"
                  .getBytes(UTF_8)
              : new byte[] {0, 0, 1, 0, 0, 0, 0, 9};
      socket.getOutputStream().write(half);
      if (random.nextBoolean()) {
        socket.setSoLinger(true, 0); // ends with a reset
      }
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", weir.kafka()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(weir.http() + path)).timeout(PATIENCE);
  }

  private static JsonNode call(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    require(response.statusCode() == 200, response + ": " + response.body());
    return JSON.readTree(response.body());
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}

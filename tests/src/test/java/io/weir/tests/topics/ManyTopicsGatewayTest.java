package io.weir.tests.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/**
 * The life of {@code -Dweir.topics} topics with a message each in a gateway that has 2 KiB of heap
 * for each of them: 2 GiB for a million. Its times are printed, and no test.
 */
class ManyTopicsGatewayTest {
  private static final int TOPICS = Integer.getInteger("weir.topics", 20_000);
  private static final int LEAST_HEAP_MIB = 96;
  private static final int AT_ONCE = 1_000;
  private static final int ROUNDS = 2_000;
  private static final String ONE = name(0);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void veryManyTopicsAreMadeUsedFoundAgainAfterAKillAndDeleted() throws Exception {
    int heap = Math.max(LEAST_HEAP_MIB, (int) (TOPICS * 2L / 1024));
    try (WeirProcess weir =
        new WeirSetup("topics").heap(heap + "m").option("-XX:+ExitOnOutOfMemoryError").start()) {
      try (var traffic = new TopicTraffic(weir.kafkaPort())) {
        traffic.create(List.of(ONE));
        oneByOne(traffic, "alone, at first", 0);
        oneByOne(traffic, "alone", ROUNDS);
        each("created", traffic::create);
        each("published to", traffic::publishTo);
        oneByOne(traffic, "among all", 2 * ROUNDS);
      }
      weir.kill();
      timed("ready again", 1, weir::restart);
      try (var traffic = new TopicTraffic(weir.kafkaPort())) {
        each("read from", names -> traffic.readFrom(names, 0));
        oneByOne(traffic, "after a kill", 3 * ROUNDS);
        timed("listed by Kafka", TOPICS, () -> assertThat(traffic.all()).hasSize(TOPICS));
        timed("listed by HTTP", TOPICS, () -> assertThat(listed(weir)).isEqualTo(everyName()));
        timed("a group met", 1, () -> joinAGroup(weir));
        each("deleted", traffic::delete);
        assertThat(traffic.all()).containsExactly(ONE);
      }
      weir.kill();
      timed("ready without them", 1, weir::restart);
      assertThat(listed(weir)).containsExactly(ONE);
      assertThat(weir.log()).doesNotContain("ERROR", "OutOfMemory");
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private interface OnTopics {
    void accept(List<String> names) throws Exception;
  }

  private static void timed(String what, int count, Work work) throws Exception {
    long began = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf("%s: %.2f s, %.0f a second%n", what, seconds, count / seconds);
  }

  /** All but the one, many at once. */
  private static void each(String what, OnTopics work) throws Exception {
    timed(
        what,
        TOPICS,
        () -> {
          for (int from = 1; from < TOPICS; from += AT_ONCE) {
            work.accept(
                IntStream.range(from, Math.min(TOPICS, from + AT_ONCE))
                    .mapToObj(ManyTopicsGatewayTest::name)
                    .toList());
          }
        });
  }

  /** Single messages, each written and then read. */
  private static void oneByOne(TopicTraffic traffic, String when, long from) throws Exception {
    timed(
        "messages to one topic " + when,
        ROUNDS,
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            traffic.publishTo(List.of(ONE));
          }
        });
    timed(
        "messages from one topic " + when,
        ROUNDS,
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            traffic.readFrom(List.of(ONE), from + i);
          }
        });
  }

  private static String name(int number) {
    return "t-%07d".formatted(number);
  }

  private static List<String> everyName() {
    return IntStream.range(0, TOPICS).mapToObj(ManyTopicsGatewayTest::name).toList();
  }

  /** All pages of the list by HTTP. */
  private static List<String> listed(WeirProcess weir) throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String next = "/topics?limit=5000";
      while (next != null) {
        var request = HttpRequest.newBuilder(URI.create(weir.http() + next)).build();
        var page = client.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode document = JSON.readTree(page.body());
        document.required("topics").forEach(topic -> names.add(topic.asText()));
        next = document.hasNonNull("next") ? document.required("next").asText() : null;
      }
    }
    return names;
  }

  /** The coordinator of groups follows all topics from the first group on. */
  private static void joinAGroup(WeirProcess weir) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", weir.kafka(),
            "group.id", "all",
            "auto.offset.reset", "earliest",
            "enable.auto.commit", "false");
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      String topic = name(TOPICS - 1);
      consumer.subscribe(List.of(topic));
      long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (consumer.poll(Duration.ofMillis(100)).isEmpty()) {
        assertThat(System.nanoTime()).as("given nothing").isLessThan(deadline);
      }
      consumer.commitSync(Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(1)));
    }
  }
}

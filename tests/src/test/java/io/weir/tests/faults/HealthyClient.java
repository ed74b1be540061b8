package io.weir.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.servers.WeirProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/**
 * One who keeps to the rules and notices nothing: publishes by Kafka and by HTTP in turns, and
 * reads each message back.
 */
final class HealthyClient implements AutoCloseable {
  private static final TopicPartition TOPIC = new TopicPartition("healthy", 0);

  /** That it goes on is what counts, not how fast a machine is that others flood meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final WeirProcess weir;
  private final AtomicLong turns = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Thread thread;
  private volatile boolean stopped;

  HealthyClient(WeirProcess weir) {
    this.weir = weir;
    this.thread = Thread.ofPlatform().name("healthy").daemon().start(this::run);
  }

  /** It gets on, from now, and nothing has failed it. */
  void getsOn() {
    long before = turns.get();
    Awaitility.await()
        .atMost(PATIENCE.multipliedBy(2))
        .until(() -> turns.get() > before + 2 || failure.get() != null);
    assertThat(failure.get()).isNull();
  }

  private void run() {
    try (var producer =
            new KafkaProducer<>(config(), new StringSerializer(), new StringSerializer());
        var consumer =
            new KafkaConsumer<>(config(), new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(TOPIC));
      while (!stopped) {
        String body = "message " + turns.get();
        long offset =
            turns.get() % 2 == 0
                ? producer
                    .send(new ProducerRecord<>(TOPIC.topic(), body))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .offset()
                : postAndReadOffset(body);
        consumer.seek(TOPIC, offset);
        readBack(consumer, offset, body);
        turns.incrementAndGet();
        Thread.sleep(20);
      }
    } catch (Exception | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private Map<String, Object> config() {
    return Map.of(
        "bootstrap.servers",
        weir.kafka(),
        "delivery.timeout.ms",
        Long.toString(PATIENCE.toMillis()),
        "request.timeout.ms",
        Long.toString(PATIENCE.toMillis() - 1_000));
  }

  private long postAndReadOffset(String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(weir.http() + "/topics/" + TOPIC.topic()))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Long.parseLong(answer.body().replaceAll(".*\"offset\"\\s*:\\s*(\\d+).*", "$1").strip());
  }

  private static void readBack(KafkaConsumer<String, String> consumer, long offset, String body) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
        if (record.offset() == offset) {
          assertThat(record.value()).isEqualTo(body);
          return;
        }
      }
    }
    throw new AssertionError(
        "what was published at " + offset + " was not read within " + PATIENCE);
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
    http.close();
  }
}

package io.weir.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Jvm;
import io.weir.tests.programs.Outcome;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** A Weir under load is backed up, its disk is lost, and the backup takes its place. */
class BackupTest {
  private static final String FILLER = "-" + "x".repeat(8_000);
  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicBoolean going = new AtomicBoolean(true);

  @Test
  void whatWasAcknowledgedBeforeABackupIsThereWhenItIsRestored() throws Exception {
    try (WeirProcess weir =
        new WeirSetup("backup")
            .log("segmentBytes: 1048576")
            .topic(ORDERS.topic(), 1, "sync")
            .start()) {
      Path backup = weir.data().resolveSibling("backup");
      Thread publisher = Thread.ofPlatform().start(() -> publish(weir));
      await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.get() > 1_000);
      int before = acknowledged.get();

      Outcome made =
          weir("backup", backup.toString(), "--data", weir.data().toString()).succeeded();

      assertThat(made.text()).startsWith(weir.data() + " is backed up to " + backup);
      assertThat(made.errors()).isEmpty();
      int after = acknowledged.get();
      await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.get() > after + 10);
      weir("verify", "--data", backup.toString()).succeeded();
      assertThat(weir("verify", "--data", weir.data().toString()).errors())
          .startsWith("another Weir (pid " + weir.pid() + ") is using " + weir.data());
      going.set(false);
      publisher.join();
      weir.kill();
      Files.move(weir.data(), weir.data().resolveSibling("lost"));

      Outcome restored =
          weir("restore", backup.toString(), "--data", weir.data().toString()).succeeded();

      assertThat(restored.text().strip()).startsWith(weir.data() + ": ").endsWith(", faults 0");
      weir.restart();
      List<String> values = read(weir);
      assertThat(values).hasSizeBetween(before, acknowledged.get());
      for (int i = 0; i < values.size(); i++) {
        assertThat(values.get(i)).isEqualTo(i + FILLER);
      }
      assertThat(publish(weir, "and on")).contains("\"offset\":" + values.size());
      System.out.printf("%d before the backup, %d in it%n", before, values.size());
    }
  }

  /** The command line in a process of its own, with little memory. */
  private static Outcome weir(String... arguments) {
    Command command = Jvm.command(List.of("-Xmx48m"), Jvm.weirClassPath(), "io.weir.gateway.Main");
    return command.and(arguments).run();
  }

  private void publish(WeirProcess weir) {
    while (going.get()) {
      publish(weir, acknowledged.get() + FILLER);
      acknowledged.incrementAndGet();
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();

  private String publish(WeirProcess weir, String body) {
    URI topic = URI.create(weir.http() + "/topics/" + ORDERS.topic());
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(topic).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> read(WeirProcess weir) {
    List<String> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", weir.kafka()),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(ORDERS));
      consumer.seekToBeginning(List.of(ORDERS));
      long end = consumer.endOffsets(List.of(ORDERS)).get(ORDERS);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(each -> values.add(each.value()));
                return values.size() >= end;
              });
    }
    return values;
  }
}

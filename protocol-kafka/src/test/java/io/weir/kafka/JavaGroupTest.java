package io.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.core.event.Event;
import io.weir.testing.Futures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consumer groups with Apache Kafka's own Java client. */
class JavaGroupTest {
  private TestGateway gateway;
  private JavaClients clients;

  @BeforeEach
  void start() {
    gateway = new TestGateway();
    clients = new JavaClients(gateway);
  }

  @AfterEach
  void stop() {
    gateway.close();
    // A thread is there for a moment after it has done its last.
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .as("threads of the coordinator")
                    .noneMatch(
                        name ->
                            name.contains("kafka-groups") || name.contains("group-coordinator")));
  }

  private void create(String topic, int partitions) throws Exception {
    try (var admin = clients.admin()) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
  }

  private void publish(String topic, int partitions, int records) {
    try (var producer = clients.producer(Map.of())) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(topic, i % partitions, "k" + i, "v" + i));
      }
    }
  }

  private KafkaConsumer<String, String> member(String group) {
    return clients.consumer(
        Map.of(
            "group.id",
            group,
            "auto.offset.reset",
            "earliest",
            "heartbeat.interval.ms",
            300,
            "metadata.max.age.ms",
            2000));
  }

  @Test
  void aGroupOfOneReadsEverythingAndGoesOnWhereItLeftOff() throws Exception {
    create("orders", 4);
    publish("orders", 4, 40);
    try (var first = member("billing")) {
      first.subscribe(List.of("orders"));
      assertThat(JavaClients.take(first, 40)).hasSize(40);
      first.commitSync();
    }
    publish("orders", 4, 8);
    try (var second = member("billing")) {
      second.subscribe(List.of("orders"));
      assertThat(JavaClients.take(second, 8)).hasSize(8);
    }
    assertThat(gateway.events)
        .filteredOn(event -> event instanceof Event.Settled)
        .extracting(event -> ((Event.Settled) event).group())
        .containsOnly("billing");
  }

  @Test
  void partitionsAreSharedOutAgainWhenAMemberComesAndGoes() throws Exception {
    create("shared", 4);
    try (var first = member("team")) {
      first.subscribe(List.of("shared"));
      pollUntil(first, first, 4);
      try (var second = member("team")) {
        second.subscribe(List.of("shared"));
        await()
            .until(
                () -> {
                  first.poll(Duration.ofMillis(100));
                  second.poll(Duration.ofMillis(100));
                  return first.assignment().size() == 2 && second.assignment().size() == 2;
                });
        assertThat(first.assignment()).doesNotContainAnyElementsOf(second.assignment());
      }
      pollUntil(first, first, 4);
    }
  }

  private static void pollUntil(
      KafkaConsumer<String, String> polled, KafkaConsumer<String, String> watched, int size) {
    await()
        .until(
            () -> {
              polled.poll(Duration.ofMillis(100));
              return watched.assignment().size() == size;
            });
  }

  @Test
  void committedOffsetsSurviveARestart() throws Exception {
    create("kept", 1);
    publish("kept", 1, 10);
    TopicPartition partition = new TopicPartition("kept", 0);
    try (var consumer = member("survivors")) {
      consumer.assign(List.of(partition));
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(7, "seven of ten")));
    }
    gateway.restart();
    try (var consumer = member("survivors")) {
      OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
      assertThat(committed.offset()).isEqualTo(7);
      assertThat(committed.metadata()).isEqualTo("seven of ten");
      consumer.assign(List.of(partition));
      assertThat(JavaClients.take(consumer, 3).getFirst().offset()).isEqualTo(7);
    }
  }

  @Test
  void aGroupGoesOnWhenItsPartitionOfTheLogIsLostAndTakenAgain() throws Exception {
    create("shaken", 1);
    TopicPartition partition = new TopicPartition("shaken", 0);
    try (var consumer = member("steady")) {
      consumer.assign(List.of(partition));
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(1)));
      for (int i = 0; i < 16; i++) {
        // A claim of somebody else's fences the coordinator's.
        Futures.await(gateway.core().state().open("kafka-groups", i));
      }
      await()
          .ignoreException(CommitFailedException.class)
          .untilAsserted(() -> consumer.commitSync(Map.of(partition, new OffsetAndMetadata(2))));
      assertThat(consumer.committed(Set.of(partition)).get(partition).offset()).isEqualTo(2);
    }
  }

  @Test
  void offsetsOfADeletedTopicAreForgotten() throws Exception {
    create("passing", 1);
    publish("passing", 1, 3);
    TopicPartition partition = new TopicPartition("passing", 0);
    try (var consumer = member("readers");
        var admin = clients.admin()) {
      consumer.assign(List.of(partition));
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(3)));
      admin.deleteTopics(List.of("passing")).all().get();
      create("passing", 1);
      await().until(() -> consumer.committed(Set.of(partition)).get(partition) == null);
    }
  }

  @Test
  void aMemberOfTheNewProtocolIsToldThatItIsNotThere() throws Exception {
    create("newer", 1);
    try (var consumer =
        clients.consumer(Map.of("group.id", "modern", "group.protocol", "consumer"))) {
      consumer.subscribe(List.of("newer"));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 300; i++) {
                  consumer.poll(Duration.ofMillis(200));
                }
              })
          .isInstanceOf(UnsupportedVersionException.class);
    }
  }

  @Test
  void aTransactionalProducerIsToldInWordsThatThereAreNoTransactions() {
    try (var producer = clients.producer(Map.of("transactional.id", "payments"))) {
      assertThatThrownBy(producer::initTransactions)
          .isInstanceOf(KafkaException.class)
          .hasMessageContaining("this gateway has no transactions");
    }
  }
}

package io.weir.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apache Kafka's own Java clients, with the settings they come with. */
class JavaClientTest {
  private static TestGateway gateway;
  private static JavaClients clients;

  @BeforeAll
  static void start() {
    gateway = new TestGateway();
    clients = new JavaClients(gateway);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void anIdempotentProducerWritesAndAnAssignedConsumerReads() throws Exception {
    TopicPartition partition = new TopicPartition("first", 0);
    try (var producer = clients.producer(Map.of())) {
      for (int i = 0; i < 100; i++) {
        producer.send(new ProducerRecord<>("first", "k" + i, "v" + i));
      }
      RecordMetadata last =
          producer.send(new ProducerRecord<>("first", "last", "one")).get(60, TimeUnit.SECONDS);
      assertThat(last.offset()).isEqualTo(100);
    }
    try (var consumer = clients.consumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<ConsumerRecord<String, String>> records = JavaClients.take(consumer, 101);
      assertThat(records).hasSize(101);
      assertThat(records.get(7).key()).isEqualTo("k7");
      assertThat(records.get(7).value()).isEqualTo("v7");
      assertThat(records.get(100).offset()).isEqualTo(100);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void everyCompressionPassesThrough(String compression) throws Exception {
    String topic = "compressed-" + compression;
    try (var producer =
        clients.producer(Map.of("compression.type", compression, "linger.ms", 50))) {
      for (int i = 0; i < 50; i++) {
        var record = new ProducerRecord<>(topic, "key", "value ".repeat(20) + i);
        record.headers().add("h", "a".getBytes(UTF_8)).add("h", null);
        producer.send(record);
      }
    }
    try (var consumer = clients.consumer(Map.of())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<ConsumerRecord<String, String>> records = JavaClients.take(consumer, 50);
      assertThat(records).hasSize(50);
      assertThat(records.get(49).value()).endsWith("49");
      assertThat(records.get(49).headers().toArray()).hasSize(2);
    }
  }

  @Test
  void adminCreatesDescribesAndDeletesTopics() throws Exception {
    try (Admin admin = clients.admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("made", 3, (short) 1).configs(Map.of("retention.ms", "86400000"))))
          .all()
          .get(60, TimeUnit.SECONDS);
      var described = admin.describeTopics(List.of("made")).allTopicNames().get().get("made");
      assertThat(described.partitions()).hasSize(3);
      assertThat(described.partitions().getFirst().leader().port()).isEqualTo(gateway.port());
      assertThat(admin.listTopics().names().get()).contains("made");
      admin.deleteTopics(List.of("made")).all().get(60, TimeUnit.SECONDS);
      assertThat(admin.listTopics().names().get()).doesNotContain("made");
    }
  }
}

package io.weir.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apache Kafka's own Java clients, with the settings they come with. */
class JavaClientTest {
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = new TestGateway();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Map<String, Object> settings(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", gateway.bootstrap());
    settings.putAll(more);
    return settings;
  }

  private static KafkaProducer<String, String> producer(Map<String, Object> more) {
    return new KafkaProducer<>(settings(more), new StringSerializer(), new StringSerializer());
  }

  private static KafkaConsumer<String, String> consumer(Map<String, Object> more) {
    return new KafkaConsumer<>(settings(more), new StringDeserializer(), new StringDeserializer());
  }

  private static List<ConsumerRecord<String, String>> take(
      KafkaConsumer<String, String> consumer, int count) {
    List<ConsumerRecord<String, String>> taken = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (taken.size() < count && System.nanoTime() < end) {
      consumer.poll(Duration.ofMillis(200)).forEach(taken::add);
    }
    return taken;
  }

  @Test
  void anIdempotentProducerWritesAndAnAssignedConsumerReads() throws Exception {
    TopicPartition partition = new TopicPartition("first", 0);
    try (var producer = producer(Map.of())) {
      for (int i = 0; i < 100; i++) {
        producer.send(new ProducerRecord<>("first", "k" + i, "v" + i));
      }
      RecordMetadata last =
          producer.send(new ProducerRecord<>("first", "last", "one")).get(10, TimeUnit.SECONDS);
      assertThat(last.offset()).isEqualTo(100);
    }
    try (var consumer = consumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<ConsumerRecord<String, String>> records = take(consumer, 101);
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
    try (var producer = producer(Map.of("compression.type", compression, "linger.ms", 50))) {
      for (int i = 0; i < 50; i++) {
        var record = new ProducerRecord<>(topic, "key", "value ".repeat(20) + i);
        record.headers().add("h", "a".getBytes(UTF_8)).add("h", null);
        producer.send(record);
      }
    }
    try (var consumer = consumer(Map.of())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<ConsumerRecord<String, String>> records = take(consumer, 50);
      assertThat(records).hasSize(50);
      assertThat(records.get(49).value()).endsWith("49");
      assertThat(records.get(49).headers().toArray()).hasSize(2);
    }
  }

  @Test
  void adminCreatesDescribesAndDeletesTopics() throws Exception {
    try (Admin admin = Admin.create(settings(Map.of()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("made", 3, (short) 1).configs(Map.of("retention.ms", "86400000"))))
          .all()
          .get(10, TimeUnit.SECONDS);
      var described = admin.describeTopics(List.of("made")).allTopicNames().get().get("made");
      assertThat(described.partitions()).hasSize(3);
      assertThat(described.partitions().getFirst().leader().port()).isEqualTo(gateway.port());
      assertThat(admin.listTopics().names().get()).contains("made");
      admin.deleteTopics(List.of("made")).all().get(10, TimeUnit.SECONDS);
      assertThat(admin.listTopics().names().get()).doesNotContain("made");
    }
  }
}

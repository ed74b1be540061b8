package io.weir.tests.kafka;

import static io.weir.tests.kafka.Clients.PATIENCE;
import static io.weir.tests.kafka.Clients.get;
import static io.weir.tests.kafka.Clients.newName;
import static io.weir.tests.kafka.Clients.sendAll;
import static io.weir.tests.kafka.Clients.text;
import static io.weir.tests.kafka.Clients.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.servers.SharedWeir;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A topic with {@code cleanup.policy=compact}, as Java's clients make, write and read it. */
class JavaCompactionTest {
  private static final Map<String, String> COMPACTED =
      Map.of(
          "cleanup.policy", "compact",
          "min.cleanable.dirty.ratio", "0.01",
          "max.compaction.lag.ms", "50",
          "delete.retention.ms", "100");

  private static final SharedWeir WEIR = SharedWeir.COMPACTING;

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void theLastOfEachKeyStaysAtItsOffset(String compression) {
    String topic = create();
    TopicPartition partition = new TopicPartition(topic, 0);
    try (var producer =
        Clients.producer(WEIR.kafka(), "compression.type", compression, "linger.ms", "5")) {
      sendAll(
          producer,
          IntStream.range(0, 300).mapToObj(i -> keyed(topic, "key " + i % 7, "value " + i)));
      sendAll(producer, List.of(keyed(topic, "key 0", null)).stream());
      sendAll(producer, List.of(keyed(topic, "last", "value 301")).stream());
    }
    Map<Long, String> expected = new TreeMap<>();
    IntStream.range(293, 300)
        .filter(i -> i % 7 != 0)
        .forEach(i -> expected.put((long) i, "key " + i % 7 + "=value " + i));
    expected.put(301L, "last=value 301");

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(read(partition)).isEqualTo(expected));
  }

  @Test
  void itsConfigurationIsDescribed() {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, create());
    try (Admin admin = Clients.admin(WEIR.kafka())) {
      Config config = get(admin.describeConfigs(List.of(topic)).all()).get(topic);
      COMPACTED.forEach((name, value) -> assertThat(config.get(name).value()).isEqualTo(value));
      assertThat(config.get("min.compaction.lag.ms").value()).isEqualTo("0");
      assertThat(config.get("min.compaction.lag.ms").isDefault()).isTrue();
    }
  }

  private static String create() {
    String topic = newName("compacted");
    try (Admin admin = Clients.admin(WEIR.kafka())) {
      Clients.create(admin, new NewTopic(topic, 1, (short) 1).configs(COMPACTED));
    }
    return topic;
  }

  private static ProducerRecord<byte[], byte[]> keyed(
      String topic, String key, @Nullable String value) {
    return new ProducerRecord<>(topic, utf8(key), value == null ? null : utf8(value));
  }

  /** All that is there, until the consumer stands at the end. */
  private static Map<Long, String> read(TopicPartition partition) {
    Map<Long, String> found = new TreeMap<>();
    try (var consumer = Clients.consumer(WEIR.kafka())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      for (int polls = 0; consumer.position(partition) < end && polls < 100; polls++) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          String value = record.value() == null ? "null" : text(record.value());
          found.put(record.offset(), text(record.key()) + "=" + value);
        }
      }
      assertThat(consumer.position(partition)).isEqualTo(end);
    }
    return found;
  }
}

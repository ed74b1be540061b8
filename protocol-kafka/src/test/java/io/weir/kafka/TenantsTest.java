package io.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.tenant.Tenant;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Listener;
import io.weir.testing.Futures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two tenants with topics and groups of the same names, on two listeners of one gateway. */
class TenantsTest {
  private TestGateway gateway;
  private Endpoint other;

  @BeforeEach
  void start() {
    gateway = new TestGateway();
    other =
        gateway.listen(
            new Listener(
                "other", "127.0.0.1", 0, null, new Tenant("other"), ConnectionBounds.DEFAULT, 50));
  }

  @AfterEach
  void stop() {
    Futures.await(other.drain(Duration.ofSeconds(5)));
    gateway.close();
  }

  private static KafkaConsumer<String, String> consumer(int port) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            "127.0.0.1:" + port,
            "group.id",
            "readers",
            "auto.offset.reset",
            "earliest"),
        new StringDeserializer(),
        new StringDeserializer());
  }

  private static void publish(int port, String value) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", "127.0.0.1:" + port),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>("orders", value)).get();
    }
  }

  @Test
  void haveTopicsAndGroupsOfTheirOwn() throws Exception {
    publish(gateway.port(), "ours");
    publish(other.port(), "theirs");
    TopicPartition partition = new TopicPartition("orders", 0);
    try (var ours = consumer(gateway.port());
        var theirs = consumer(other.port())) {
      ours.subscribe(List.of("orders"));
      theirs.subscribe(List.of("orders"));
      assertThat(JavaClients.take(ours, 1))
          .singleElement()
          .satisfies(record -> assertThat(record.value()).isEqualTo("ours"));
      assertThat(JavaClients.take(theirs, 1))
          .singleElement()
          .satisfies(record -> assertThat(record.value()).isEqualTo("theirs"));
      ours.commitSync(Map.of(partition, new OffsetAndMetadata(1, "ours")));
      theirs.commitSync(Map.of(partition, new OffsetAndMetadata(0, "theirs")));
      assertThat(ours.committed(Set.of(partition)).get(partition).metadata()).isEqualTo("ours");
      assertThat(theirs.committed(Set.of(partition)).get(partition).metadata()).isEqualTo("theirs");
    }
    try (var admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + other.port()))) {
      admin.deleteTopics(List.of("orders")).all().get();
      assertThat(admin.listTopics().names().get()).isEmpty();
    }
    try (var ours = consumer(gateway.port())) {
      assertThat(ours.committed(Set.of(partition)).get(partition).offset()).isEqualTo(1);
    }
  }
}

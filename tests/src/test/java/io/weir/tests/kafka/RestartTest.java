package io.weir.tests.kafka;

import static io.weir.tests.kafka.Clients.PATIENCE;
import static io.weir.tests.kafka.Clients.get;
import static io.weir.tests.kafka.Clients.newTopic;
import static io.weir.tests.kafka.Clients.poll;
import static io.weir.tests.kafka.Clients.text;
import static io.weir.tests.kafka.Clients.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that stay while Weir goes and comes back. */
class RestartTest {

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "KILL"})
  void aProducerAndAGroupGoOnWhereTheyWere(String signal) {
    try (WeirProcess weir = new WeirSetup("restart").start()) {
      String topic = newTopic(weir.kafka(), "restart", 1);
      Uuid id = describe(weir, topic).topicId();
      try (var producer = Clients.producer(weir.kafka());
          var member =
              Clients.consumer(
                  weir.kafka(), "group.id", "restart", "heartbeat.interval.ms", "200")) {
        member.subscribe(List.of(topic));
        send(producer, topic, "before");
        assertThat(poll(member, 1)).hasSize(1);
        member.commitSync();

        weir.stop(signal);
        weir.restart();

        send(producer, topic, "after");
        assertThat(poll(member, 1))
            .singleElement()
            .satisfies(
                record -> {
                  assertThat(record.offset()).isEqualTo(1);
                  assertThat(text(record.value())).isEqualTo("after");
                });
        member.commitSync();
      }
      assertThat(describe(weir, topic).topicId()).isEqualTo(id);
      assertThat(committed(weir, "restart", new TopicPartition(topic, 0))).isEqualTo(2);
    }
  }

  private static void send(Producer<byte[], byte[]> producer, String topic, String body) {
    get(producer.send(new ProducerRecord<>(topic, utf8(body))));
  }

  private static long committed(WeirProcess weir, String group, TopicPartition partition) {
    try (var consumer = Clients.consumer(weir.kafka(), "group.id", group)) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          consumer.committed(Set.of(partition), PATIENCE);
      return committed.get(partition).offset();
    }
  }

  private static TopicDescription describe(WeirProcess weir, String topic) {
    try (Admin admin = Clients.admin(weir.kafka())) {
      return Clients.describe(admin, topic);
    }
  }
}

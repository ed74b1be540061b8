package io.weir.tests.kafka;

import static io.weir.tests.kafka.Clients.PATIENCE;
import static io.weir.tests.kafka.Clients.consumer;
import static io.weir.tests.kafka.Clients.newTopic;
import static io.weir.tests.kafka.Clients.poll;
import static io.weir.tests.kafka.Clients.producer;
import static io.weir.tests.kafka.Clients.sendAll;
import static io.weir.tests.kafka.Clients.utf8;
import static io.weir.tests.kafka.Clients.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.tests.servers.OnEachServer;
import io.weir.tests.servers.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** A consumer that is assigned its partitions. */
@OnEachServer
class JavaConsumerTest {
  @Parameter Server server;

  @Test
  void readsFromWhereverItSeeks() {
    TopicPartition partition = tenRecords("seek");

    try (var consumer = consumer(server.kafka())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 7);
      assertThat(values(poll(consumer, 3))).containsExactly("v7", "v8", "v9");
      assertThat(consumer.position(partition)).isEqualTo(10);

      consumer.seekToBeginning(List.of(partition));
      assertThat(consumer.position(partition)).isZero();
      assertThat(values(poll(consumer, 10))).startsWith("v0", "v1").hasSize(10);

      consumer.seekToEnd(List.of(partition));
      assertThat(consumer.position(partition)).isEqualTo(10);
      assertThat(consumer.poll(Duration.ofMillis(100))).isEmpty();
    }
  }

  @Test
  void readsFromTheMiddleOfABatch() {
    TopicPartition partition = newPartition("middle");
    try (var producer = producer(server.kafka(), "linger.ms", "10000", "compression.type", "lz4")) {
      sendAll(producer, IntStream.range(0, 50).mapToObj(i -> record(partition, i)));
    }

    try (var consumer = consumer(server.kafka())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 31);
      assertThat(poll(consumer, 19)).extracting(record -> record.offset()).startsWith(31L, 32L);
    }
  }

  @Test
  void knowsBeginningAndEnd() {
    TopicPartition ten = tenRecords("bounds");
    TopicPartition empty = newPartition("bounds-empty");

    try (var consumer = consumer(server.kafka())) {
      assertThat(consumer.beginningOffsets(List.of(ten, empty)))
          .isEqualTo(Map.of(ten, 0L, empty, 0L));
      assertThat(consumer.endOffsets(List.of(ten, empty))).isEqualTo(Map.of(ten, 10L, empty, 0L));
    }
  }

  @Test
  void findsOffsetsByTimestamp() {
    TopicPartition partition = tenRecords("times");

    try (var consumer = consumer(server.kafka())) {
      assertThat(offsetAt(consumer.offsetsForTimes(Map.of(partition, 0L)), partition))
          .isEqualTo(new OffsetAndTimestamp(0, 10_000, Optional.of(0)));
      assertThat(offsetAt(consumer.offsetsForTimes(Map.of(partition, 10_400L)), partition).offset())
          .isEqualTo(4);
      assertThat(offsetAt(consumer.offsetsForTimes(Map.of(partition, 10_401L)), partition).offset())
          .isEqualTo(5);
      assertThat(offsetAt(consumer.offsetsForTimes(Map.of(partition, 10_901L)), partition))
          .isNull();
    }
  }

  private static OffsetAndTimestamp offsetAt(
      Map<TopicPartition, OffsetAndTimestamp> found, TopicPartition partition) {
    return found.get(partition);
  }

  @Test
  void aLongPollIsAnsweredWhenARecordComes() {
    TopicPartition partition = newPartition("long-poll");

    try (var consumer =
            consumer(server.kafka(), "fetch.max.wait.ms", "20000", "fetch.min.bytes", "1");
        var producer = producer(server.kafka())) {
      consumer.assign(List.of(partition));
      // The first poll finds nothing and leaves a fetch waiting at the server.
      assertThat(consumer.poll(Duration.ofMillis(300))).isEmpty();
      Clients.get(producer.send(record(partition, 1)));
      assertThat(consumer.poll(Duration.ofSeconds(15))).hasSize(1);
      // Does not wait for the fetch that waits now.
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  @Test
  void aRecordLargerThanAllItAskedForIsStillGiven() {
    TopicPartition partition = newPartition("larger");
    byte[] large = new byte[500_000];
    try (var producer = producer(server.kafka())) {
      Clients.get(producer.send(new ProducerRecord<>(partition.topic(), large)));
      Clients.get(producer.send(new ProducerRecord<>(partition.topic(), large)));
    }

    try (var consumer =
        consumer(server.kafka(), "fetch.max.bytes", "1000", "max.partition.fetch.bytes", "1000")) {
      consumer.assign(List.of(partition));
      assertThat(poll(consumer, 2))
          .allSatisfy(record -> assertThat(record.value()).isEqualTo(large));
    }
  }

  @Test
  void anOffsetOutOfRangeIsSaidOrResetAsConfigured() {
    TopicPartition partition = tenRecords("range");

    try (var consumer = consumer(server.kafka(), "auto.offset.reset", "none")) {
      consumer.assign(List.of(partition));
      assertThatThrownBy(() -> consumer.poll(PATIENCE))
          .isInstanceOf(NoOffsetForPartitionException.class);
      consumer.seek(partition, 1_000);
      assertThatThrownBy(() -> consumer.poll(PATIENCE))
          .isInstanceOfSatisfying(
              OffsetOutOfRangeException.class,
              e -> assertThat(e.offsetOutOfRangePartitions()).isEqualTo(Map.of(partition, 1_000L)));
    }
    try (var consumer = consumer(server.kafka(), "auto.offset.reset", "earliest")) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 1_000);
      assertThat(values(poll(consumer, 10))).startsWith("v0");
    }
  }

  /**
   * Fetch sessions: after the first request only what changes is named, so each change must be
   * understood.
   */
  @Test
  void followsManyPartitionsThroughAllThatChanges() {
    List<TopicPartition> partitions = new ArrayList<>(partitions("session-a", 80));
    List<TopicPartition> later = partitions("session-b", 40);
    Map<TopicPartition, Integer> expected = new HashMap<>();

    try (var consumer = consumer(server.kafka(), "fetch.max.wait.ms", "100");
        var producer = producer(server.kafka())) {
      consumer.assign(partitions);
      for (int round = 0; round < 8; round++) {
        if (round == 3) {
          partitions.addAll(later);
          consumer.assign(partitions);
        }
        if (round == 5) {
          consumer.pause(partitions.subList(0, 20));
        }
        if (round == 6) {
          partitions.subList(20, 60).clear();
          consumer.assign(partitions);
        }
        List<TopicPartition> written = written(partitions, round);
        sendAll(producer, written.stream().map(partition -> record(partition, 0)));
        written.forEach(partition -> expected.merge(partition, 1, Integer::sum));
        int due = (int) written.stream().filter(p -> !consumer.paused().contains(p)).count();

        List<TopicPartition> seen =
            poll(consumer, due).stream()
                .map(record -> new TopicPartition(record.topic(), record.partition()))
                .toList();

        assertThat(seen).as("round %d", round).doesNotHaveDuplicates().hasSize(due);
        assertThat(seen).isSubsetOf(written).noneMatch(consumer.paused()::contains);
      }
      List<TopicPartition> paused = List.copyOf(consumer.paused());
      assertThat(paused).isNotEmpty();
      consumer.resume(paused);
      int held = paused.stream().mapToInt(p -> expected.get(p) - (int) consumer.position(p)).sum();
      assertThat(poll(consumer, held)).hasSize(held);
      expected.keySet().retainAll(partitions);
      expected.forEach(
          (partition, end) -> assertThat(consumer.position(partition)).isEqualTo(end.longValue()));
    }
  }

  /** A different third of the partitions in each round, the paused ones among them. */
  private static List<TopicPartition> written(List<TopicPartition> partitions, int round) {
    return IntStream.range(0, partitions.size())
        .filter(i -> i % 3 == round % 3)
        .mapToObj(partitions::get)
        .toList();
  }

  @Test
  void seesTopicsAndPartitions() {
    String topic = newTopic(server.kafka(), "listed", 3);

    try (var consumer = consumer(server.kafka())) {
      assertThat(consumer.partitionsFor(topic))
          .extracting(PartitionInfo::partition)
          .containsExactlyInAnyOrder(0, 1, 2);
      assertThat(consumer.listTopics().get(topic)).hasSize(3);
    }
  }

  @Test
  void readsCommittedRecordsAlsoWhenItAsksForNoOthers() {
    TopicPartition partition = tenRecords("committed");

    try (var consumer = consumer(server.kafka(), "isolation.level", "read_committed")) {
      consumer.assign(List.of(partition));
      assertThat(poll(consumer, 10)).hasSize(10);
      assertThat(consumer.currentLag(partition)).hasValue(0);
    }
  }

  /** v0 to v9, a tenth of a second apart, from second 10. */
  private TopicPartition tenRecords(String name) {
    TopicPartition partition = newPartition(name);
    try (var producer = producer(server.kafka())) {
      sendAll(producer, IntStream.range(0, 10).mapToObj(i -> record(partition, i)));
    }
    return partition;
  }

  private TopicPartition newPartition(String name) {
    return partitions(name, 1).getFirst();
  }

  private List<TopicPartition> partitions(String name, int count) {
    String topic = newTopic(server.kafka(), name, count);
    return IntStream.range(0, count).mapToObj(i -> new TopicPartition(topic, i)).toList();
  }

  private static ProducerRecord<byte[], byte[]> record(TopicPartition partition, int i) {
    return new ProducerRecord<>(
        partition.topic(), partition.partition(), 10_000L + 100L * i, null, utf8("v" + i));
  }
}

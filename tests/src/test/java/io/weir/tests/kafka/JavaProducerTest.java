package io.weir.tests.kafka;

import static io.weir.tests.kafka.Clients.get;
import static io.weir.tests.kafka.Clients.newName;
import static io.weir.tests.kafka.Clients.newTopic;
import static io.weir.tests.kafka.Clients.producer;
import static io.weir.tests.kafka.Clients.readAll;
import static io.weir.tests.kafka.Clients.sendAll;
import static io.weir.tests.kafka.Clients.text;
import static io.weir.tests.kafka.Clients.utf8;
import static io.weir.tests.kafka.Clients.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.tests.servers.OnEachServer;
import io.weir.tests.servers.Server;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEachServer
class JavaProducerTest {
  @Parameter Server server;

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void everyCompressionComesBackAsItWasSent(String compression) {
    String topic = newTopic(server.kafka(), "compressed-" + compression, 2);
    Random random = new Random(7);
    List<byte[]> bodies = IntStream.range(0, 400).mapToObj(i -> body(random, i)).toList();

    try (var producer =
        producer(server.kafka(), "compression.type", compression, "linger.ms", "20")) {
      sendAll(
          producer,
          IntStream.range(0, bodies.size())
              .mapToObj(i -> new ProducerRecord<>(topic, i % 2, utf8("k" + i), bodies.get(i))));
    }

    for (int partition = 0; partition < 2; partition++) {
      var records = readAll(server.kafka(), new TopicPartition(topic, partition));
      assertThat(records).hasSize(200);
      for (int i = 0; i < records.size(); i++) {
        int sent = 2 * i + partition;
        assertThat(records.get(i).offset()).isEqualTo(i);
        assertThat(text(records.get(i).key())).isEqualTo("k" + sent);
        assertThat(records.get(i).value()).isEqualTo(bodies.get(sent));
      }
    }
  }

  /** Half of it compresses well. */
  private static byte[] body(Random random, int size) {
    byte[] body = new byte[size * 3];
    Arrays.fill(body, (byte) 'x');
    for (int i = 0; i < body.length / 2; i++) {
      body[i] = (byte) random.nextInt();
    }
    return body;
  }

  private static final byte[] NOTHING = null;

  @Test
  void keysHeadersTimestampsAndNullsComeBackAsTheyWereSent() {
    TopicPartition partition = new TopicPartition(newTopic(server.kafka(), "shapes", 1), 0);
    List<Header> headers =
        List.of(
            new RecordHeader("twice", utf8("first")),
            new RecordHeader("null", (byte[]) null),
            new RecordHeader("twice", utf8("second")),
            new RecordHeader("", new byte[] {0, -1, 127}),
            new RecordHeader("ключ", new byte[0]));
    List<ProducerRecord<byte[], byte[]>> sent =
        List.of(
            new ProducerRecord<>(partition.topic(), 0, 1_000L, NOTHING, utf8("no key")),
            new ProducerRecord<>(partition.topic(), 0, 2_000L, new byte[0], new byte[0]),
            new ProducerRecord<>(partition.topic(), 0, 1L, new byte[] {0, -1}, utf8("bytes")),
            new ProducerRecord<>(partition.topic(), 0, 3_000L, utf8("tombstone"), NOTHING),
            new ProducerRecord<>(partition.topic(), 0, 4_000L, utf8("h"), utf8("h"), headers));

    try (var producer = producer(server.kafka(), "linger.ms", "100")) {
      sendAll(producer, sent.stream());
    }

    var records = readAll(server.kafka(), partition);
    assertThat(records).hasSameSizeAs(sent);
    for (int i = 0; i < sent.size(); i++) {
      assertThat(records.get(i).key()).isEqualTo(sent.get(i).key());
      assertThat(records.get(i).value()).isEqualTo(sent.get(i).value());
      assertThat(records.get(i).timestamp()).isEqualTo(sent.get(i).timestamp());
      assertThat(records.get(i).headers().toArray()).isEqualTo(sent.get(i).headers().toArray());
    }
  }

  @Test
  void eachRecordGetsThePartitionOfItsKeyAndTheNextOffset() {
    String topic = newTopic(server.kafka(), "keyed", 5);
    List<ProducerRecord<byte[], byte[]>> sent =
        IntStream.range(0, 100)
            .mapToObj(i -> new ProducerRecord<>(topic, utf8("key-" + i), utf8("v" + i)))
            .toList();
    long[] next = new long[5];

    List<RecordMetadata> placed;
    try (var producer = producer(server.kafka())) {
      placed = sendAll(producer, sent.stream());
    }

    for (int i = 0; i < placed.size(); i++) {
      int partition = Utils.toPositive(Utils.murmur2(sent.get(i).key())) % 5;
      assertThat(placed.get(i).partition()).isEqualTo(partition);
      assertThat(placed.get(i).offset()).isEqualTo(next[partition]++);
    }
  }

  @Test
  void aRequestCarriesManyPartitionsOfManyTopics() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int topic = 0; topic < 4; topic++) {
      String name = newTopic(server.kafka(), "many", 8);
      IntStream.range(0, 8).forEach(i -> partitions.add(new TopicPartition(name, i)));
    }
    List<ProducerRecord<byte[], byte[]>> sent =
        IntStream.range(0, 640)
            .mapToObj(i -> record(partitions.get(i % partitions.size()), "m" + i))
            .toList();

    try (var producer = producer(server.kafka(), "linger.ms", "50")) {
      sendAll(producer, sent.stream());
    }

    var read = readAll(server.kafka(), partitions.toArray(TopicPartition[]::new));
    for (int i = 0; i < partitions.size(); i++) {
      int first = i;
      TopicPartition partition = partitions.get(i);
      assertThat(values(read.stream().filter(record -> isOf(partition, record)).toList()))
          .containsExactlyElementsOf(
              IntStream.range(0, 20).mapToObj(n -> "m" + (first + 32 * n)).toList());
    }
  }

  private static ProducerRecord<byte[], byte[]> record(TopicPartition partition, String value) {
    return new ProducerRecord<>(partition.topic(), partition.partition(), null, utf8(value));
  }

  private static boolean isOf(TopicPartition partition, ConsumerRecord<?, ?> record) {
    return record.topic().equals(partition.topic()) && record.partition() == partition.partition();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "all"})
  void withoutIdempotenceEveryAcknowledgementSettingIsTaken(String acks) {
    TopicPartition partition = new TopicPartition(newTopic(server.kafka(), "acks", 1), 0);

    try (var producer = producer(server.kafka(), "acks", acks, "enable.idempotence", "false")) {
      sendAll(
          producer,
          IntStream.range(0, 50)
              .mapToObj(i -> new ProducerRecord<byte[], byte[]>(partition.topic(), utf8("v" + i))));
      // With acks=0 nothing is answered: a request that is, on the same connection, comes after
      // them.
      assertThat(producer.partitionsFor(partition.topic())).hasSize(1);
      producer.flush();
    }

    try (var consumer = Clients.consumer(server.kafka())) {
      consumer.assign(List.of(partition));
      assertThat(values(Clients.poll(consumer, 50)))
          .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> "v" + i).toList());
    }
  }

  /** Apache Kafka's default for max.message.bytes counts the whole batch. */
  private static final int LARGEST_BATCH = 1_048_588;

  /**
   * What a batch of one large record adds to its value: the batch's header, and the record's
   * lengths and deltas.
   */
  private static final int BATCH_FRAME = 61 + 11;

  @Test
  void theLargestBatchIsTakenAndOneByteMoreIsRefused() {
    TopicPartition partition = new TopicPartition(newTopic(server.kafka(), "large", 1), 0);
    byte[] largest = new byte[LARGEST_BATCH - BATCH_FRAME - Marks.size()];
    new Random(1).nextBytes(largest);

    try (var producer = producer(server.kafka(), "max.request.size", "4000000")) {
      assertThat(send(producer, partition, largest).offset()).isZero();
      assertThatThrownBy(() -> send(producer, partition, new byte[largest.length + 1]))
          .isInstanceOf(RecordTooLargeException.class);
      assertThatThrownBy(() -> send(producer, partition, new byte[3_900_000]))
          .isInstanceOf(RecordTooLargeException.class);
      assertThat(send(producer, partition, utf8("goes on")).offset()).isEqualTo(1);
    }

    List<ConsumerRecord<byte[], byte[]>> records = readAll(server.kafka(), partition);
    assertThat(records).hasSize(2);
    assertThat(records.get(0).value()).isEqualTo(largest);
  }

  private static RecordMetadata send(
      Producer<byte[], byte[]> producer, TopicPartition partition, byte[] value) {
    return get(producer.send(new ProducerRecord<>(partition.topic(), 0, null, value)));
  }

  @Test
  void aTopicIsCreatedWhenItIsFirstNamed() {
    String topic = newName("first-use");

    try (var producer = producer(server.kafka())) {
      get(producer.send(new ProducerRecord<>(topic, utf8("hello"))));
    }

    assertThat(values(readAll(server.kafka(), new TopicPartition(topic, 0))))
        .containsExactly("hello");
  }

  @Test
  void aTopicThatCannotBeIsRefused() {
    try (var producer = producer(server.kafka())) {
      assertThatThrownBy(
              () -> get(producer.send(new ProducerRecord<>("no/such topic", utf8("hello")))))
          .isInstanceOf(InvalidTopicException.class);
    }
  }
}

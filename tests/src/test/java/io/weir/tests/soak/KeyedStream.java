package io.weir.tests.soak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.load.Consumers;
import io.weir.tests.load.Payload;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One partition in which a few keys are written again and again, and only their last stays. */
final class KeyedStream implements AutoCloseable {
  static final int KEYS = 200;
  private static final int BURST = 20;

  private final TopicPartition partition;
  private final String bootstrap;
  private final Consumer<String> faults;
  private final Producer<byte[], byte[]> producer;

  /** The number of each key's last message. */
  private final AtomicLongArray last = new AtomicLongArray(KEYS);

  private long sent;

  /**
   * @param topic has one partition, and is empty
   */
  KeyedStream(String bootstrap, String topic, Consumer<String> faults) {
    this.partition = new TopicPartition(topic, 0);
    this.bootstrap = bootstrap;
    this.faults = faults;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "linger.ms", "2"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Sends a burst, and waits until it is stored. */
  void publishSome() {
    for (int i = 0; i < BURST; i++) {
      long number = sent++;
      int key = (int) (number % KEYS);
      producer.send(
          new ProducerRecord<>(
              partition.topic(), 0, name(key), Payload.of(partition.toString(), number)),
          (metadata, failure) -> {
            if (failure != null) {
              faults.accept("message %d of key %d: %s".formatted(number, key, failure));
            }
          });
      last.set(key, number);
    }
    producer.flush();
  }

  private static byte[] name(int key) {
    return Integer.toString(key).getBytes(UTF_8);
  }

  /** Reads all that is there: the last of each key is what was written last. Returns its count. */
  long check() {
    Map<Integer, Long> found = new HashMap<>();
    long count = 0;
    try (var reader = Consumers.following(bootstrap, Map.of())) {
      reader.assign(List.of(partition));
      reader.seekToBeginning(List.of(partition));
      long end = reader.endOffsets(List.of(partition)).get(partition);
      assertThat(end).as("end of the keyed topic").isEqualTo(sent);
      long deadline = System.nanoTime() + NumberedStream.PATIENCE.toNanos();
      while (reader.position(partition) < end) {
        assertThat(System.nanoTime()).as("position %d", count).isLessThan(deadline);
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
          long number = Payload.numberOf(partition.toString(), record.value());
          assertThat(record.offset()).isEqualTo(number);
          assertThat(record.key()).isEqualTo(name((int) (number % KEYS)));
          found.put((int) (number % KEYS), number);
          count++;
        }
      }
    }
    for (int key = 0; key < Math.min(KEYS, sent); key++) {
      assertThat(found).as("last of key " + key).containsEntry(key, last.get(key));
    }
    return count;
  }

  @Override
  public void close() {
    producer.close();
  }
}

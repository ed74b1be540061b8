package io.weir.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.load.Consumers;
import io.weir.tests.load.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One partition that a producer fills with numbered messages while a reader follows, and holds each
 * against its number and its bytes. Nothing of it is remembered, so that it can go on for ever.
 */
final class NumberedStream implements AutoCloseable {
  private static final int BURST = 50;

  /** Within which all that is there can be read. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private final TopicPartition partition;
  private final Consumer<String> faults;
  private final Producer<byte[], byte[]> producer;
  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private long bytes;

  /**
   * @param topic has one partition, and is empty
   */
  NumberedStream(String bootstrap, String topic, Consumer<String> faults) {
    this.partition = new TopicPartition(topic, 0);
    this.faults = faults;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "linger.ms", "2"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.reader = Consumers.following(bootstrap, Map.of());
    reader.assign(List.of(partition));
    reader.seek(partition, 0);
  }

  /** Sends a burst, and waits until it is stored. */
  void publishSome() {
    for (int i = 0; i < BURST; i++) {
      long number = sent.getAndIncrement();
      producer.send(
          new ProducerRecord<>(
              partition.topic(), 0, null, Payload.of(partition.toString(), number)),
          (metadata, failure) -> {
            if (failure != null || metadata.offset() != number) {
              faults.accept("message %d: %s, %s".formatted(number, metadata, failure));
            }
            acknowledged.incrementAndGet();
          });
    }
    producer.flush();
  }

  void readSome() {
    for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
      check(record);
    }
  }

  private void check(ConsumerRecord<byte[], byte[]> record) {
    long expected = read.getAndIncrement();
    long number = Payload.numberOf(partition.toString(), record.value());
    if (record.offset() != expected || number != expected) {
      faults.accept(
          "instead of message %d came %d at offset %d"
              .formatted(expected, number, record.offset()));
    }
  }

  /**
   * Reads all that is there once more, to the last acknowledged; fails if one is not what it should
   * be, or is missing between the first and the last.
   *
   * @return the number of the first
   */
  long checkWhatIsThere() {
    long first = seekToFirst();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (read.get() < acknowledged.get()) {
      assertThat(System.nanoTime()).as("%s at %d", partition, read.get()).isLessThan(deadline);
      try {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
          check(record);
          bytes += record.serializedValueSize();
        }
      } catch (OffsetOutOfRangeException forgotten) {
        first = seekToFirst(); // What was too old at the end of the load went only now.
      }
    }
    return first;
  }

  private long seekToFirst() {
    reader.seekToBeginning(List.of(partition));
    long first = reader.position(partition);
    read.set(first);
    bytes = 0;
    return first;
  }

  /** Of all that {@link #checkWhatIsThere} has read. */
  long bytes() {
    return bytes;
  }

  long acknowledged() {
    return acknowledged.get();
  }

  long read() {
    return read.get();
  }

  @Override
  public void close() {
    producer.close();
    reader.close();
  }
}

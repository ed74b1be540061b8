package io.weir.tests.crash;

import io.weir.tests.load.Payload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Java's producer, idempotent with acks=all as it is by default: one over all the crashes. It
 * numbers its messages by partition, and none may fail: the producer tries again until each is
 * stored, once.
 */
final class IdempotentPublisher implements AutoCloseable {
  private static final int IN_FLIGHT = 400;
  private static final int RUN = 20;

  private final Producer<byte[], byte[]> producer;
  private final List<TopicPartition> partitions;
  private final Ledger ledger;
  private final Random random;
  private final Map<TopicPartition, Long> next = new HashMap<>();
  private final Semaphore window = new Semaphore(IN_FLIGHT);

  IdempotentPublisher(
      String bootstrap,
      String compression,
      List<TopicPartition> partitions,
      Ledger ledger,
      Random random) {
    this.partitions = partitions;
    this.ledger = ledger;
    this.random = random;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", bootstrap,
                "compression.type", compression,
                "linger.ms", "2",
                "retry.backoff.ms", "20",
                "retry.backoff.max.ms", "200",
                "reconnect.backoff.ms", "20",
                "reconnect.backoff.max.ms", "200",
                "delivery.timeout.ms", "300000",
                "max.block.ms", "300000"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Sends a short run of messages to each of some partitions, as far as there is room for more in
   * flight.
   */
  void sendSome() throws InterruptedException {
    window.acquire(RUN);
    TopicPartition partition = partitions.get(random.nextInt(partitions.size()));
    for (int i = 0; i < RUN; i++) {
      send(partition);
    }
    Thread.sleep(random.nextInt(10));
  }

  private void send(TopicPartition partition) {
    long number = next.merge(partition, 1L, Long::sum) - 1;
    producer.send(
        new ProducerRecord<>(
            partition.topic(),
            partition.partition(),
            null,
            Payload.of(partition.toString(), number)),
        (metadata, failure) -> {
          window.release();
          if (failure == null) {
            ledger.acknowledged(partition, number, metadata.offset());
          } else {
            ledger.fault("%s: message %d was given up: %s", partition, number, failure);
          }
        });
  }

  /** Waits until all is acknowledged. */
  void flush() {
    producer.flush();
  }

  /** How many messages it sent to a partition, numbered from 0. */
  long sent(TopicPartition partition) {
    return next.getOrDefault(partition, 0L);
  }

  @Override
  public void close() {
    producer.close();
  }
}

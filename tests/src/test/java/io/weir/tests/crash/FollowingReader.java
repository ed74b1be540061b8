package io.weir.tests.crash;

import io.weir.tests.load.Consumers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Java's consumer, following all partitions over all the crashes, and remembering what it saw
 * where. An offset beyond the end of a partition, as a log that forgot would answer, ends it.
 */
final class FollowingReader implements AutoCloseable {
  private final Consumer<byte[], byte[]> consumer;
  private final Ledger ledger;
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();

  FollowingReader(String bootstrap, List<TopicPartition> partitions, Ledger ledger) {
    this.ledger = ledger;
    this.consumer = Consumers.following(bootstrap, Map.of());
    consumer.assign(partitions);
    partitions.forEach(partition -> consumer.seek(partition, 0));
    partitions.forEach(partition -> positions.put(partition, 0L));
  }

  void readSome() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      long expected = positions.put(partition, record.offset() + 1);
      if (record.offset() != expected) {
        ledger.fault("%s: offset %d followed %d", partition, record.offset(), expected - 1);
      }
      ledger.seen(partition, record.offset(), record.value());
    }
  }

  /** How far it has come, by partition. */
  Map<TopicPartition, Long> positions() {
    return Map.copyOf(positions);
  }

  @Override
  public void close() {
    consumer.close();
  }
}

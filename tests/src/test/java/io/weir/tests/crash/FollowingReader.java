package io.weir.tests.crash;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Java's consumer, following all partitions over all the crashes. It remembers what it saw where,
 * and which commits of its group were acknowledged. An offset beyond the end of a partition, as a
 * log that forgot would answer, ends it.
 */
final class FollowingReader implements AutoCloseable {
  private final Consumer<byte[], byte[]> consumer;
  private final Ledger ledger;
  private final Map<TopicPartition, Long> next = new HashMap<>();
  private int polls;

  FollowingReader(String bootstrap, String group, List<TopicPartition> partitions, Ledger ledger) {
    this.ledger = ledger;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrap,
                "group.id", group,
                "auto.offset.reset", "none",
                "enable.auto.commit", "false",
                "reconnect.backoff.ms", "20",
                "reconnect.backoff.max.ms", "200",
                "retry.backoff.ms", "20",
                "retry.backoff.max.ms", "200",
                "fetch.max.wait.ms", "100",
                "default.api.timeout.ms", "60000"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(partitions);
    partitions.forEach(partition -> consumer.seek(partition, 0));
    partitions.forEach(partition -> next.put(partition, 0L));
  }

  void readSome() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      long expected = next.put(partition, record.offset() + 1);
      if (record.offset() != expected) {
        ledger.fault("%s: offset %d followed %d", partition, record.offset(), expected - 1);
      }
      ledger.seen(partition, record.offset(), record.value());
    }
    if (++polls % 10 == 0) {
      commit();
    }
  }

  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    next.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    try {
      consumer.commitSync(offsets, Duration.ofSeconds(10));
      offsets.forEach((partition, offset) -> ledger.committed(partition, offset.offset()));
    } catch (RetriableException down) {
      // Not acknowledged; the next one will be.
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}

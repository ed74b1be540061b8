package io.weir.tests.crash;

import io.weir.tests.load.Consumers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Commits positions for a group over all the crashes, and remembers which commits were
 * acknowledged.
 */
final class Committer implements AutoCloseable {
  private final Consumer<byte[], byte[]> consumer;
  private final Supplier<Map<TopicPartition, Long>> positions;
  private final Ledger ledger;

  Committer(
      String bootstrap,
      String group,
      Supplier<Map<TopicPartition, Long>> positions,
      Ledger ledger) {
    this.consumer = Consumers.following(bootstrap, Map.of("group.id", group));
    this.positions = positions;
    this.ledger = ledger;
    consumer.assign(positions.get().keySet());
  }

  void commit() throws InterruptedException {
    Map<TopicPartition, Long> now = positions.get();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    now.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    try {
      consumer.commitSync(offsets, Duration.ofSeconds(5));
      now.forEach(ledger::committed);
    } catch (RetriableException down) {
      // Not acknowledged; the next one will be.
    }
    Thread.sleep(20);
  }

  @Override
  public void close() {
    consumer.close();
  }
}

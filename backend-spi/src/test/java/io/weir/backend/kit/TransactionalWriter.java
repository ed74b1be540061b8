package io.weir.backend.kit;

import static io.weir.backend.kit.Contract.get;
import static org.awaitility.Awaitility.await;

import io.weir.backend.AppendResult;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.backend.TopicPartition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A client with a transactional id, that keeps its epoch and its sequences as clients do. */
final class TransactionalWriter {
  static final int LONG_MILLIS = 600_000;

  private final Contract test;
  private final String id;
  private final Map<TopicPartition, Integer> sequences = new HashMap<>();
  private final Set<TopicPartition> enlisted = new HashSet<>();
  ProducerEpoch producer;

  TransactionalWriter(Contract test, String id) {
    this(test, id, LONG_MILLIS);
  }

  TransactionalWriter(Contract test, String id, int timeoutMillis) {
    this.test = test;
    this.id = id;
    producer = get(test.backend.producers().newTransactionalProducer(id, timeoutMillis, null));
  }

  TransactionalWriter enlist(TopicPartition... partitions) {
    get(test.backend.producers().enlist(id, producer, Set.of(partitions)));
    enlisted.addAll(List.of(partitions));
    return this;
  }

  long write(TopicPartition partition, String... values) {
    AppendResult result = get(test.appending(partition, next(partition, values)));
    sequences.merge(partition, values.length, Integer::sum);
    return result.baseOffset();
  }

  /** Writes one record with a key. */
  long writeKeyed(TopicPartition partition, String key, String value) {
    Batch batch =
        Batch.keyed(key, value).by(producer, sequences.getOrDefault(partition, 0)).inTransaction();
    AppendResult result = get(test.appending(partition, batch));
    sequences.merge(partition, 1, Integer::sum);
    return result.baseOffset();
  }

  /** The batch that would be written next. */
  Batch next(TopicPartition partition, String... values) {
    return Batch.of(values).by(producer, sequences.getOrDefault(partition, 0)).inTransaction();
  }

  void commit() {
    end(Outcome.COMMIT);
  }

  void abort() {
    end(Outcome.ABORT);
  }

  /** Ends it, and waits for the markers, which may follow. */
  private void end(Outcome outcome) {
    Map<TopicPartition, Long> before = new HashMap<>();
    enlisted.forEach(partition -> before.put(partition, markers(partition)));
    ProducerEpoch next = get(test.backend.producers().end(id, producer, outcome));
    for (TopicPartition partition : enlisted) {
      if (before.get(partition) >= 0) {
        await().until(() -> markers(partition) > before.get(partition));
      }
    }
    enlisted.clear();
    if (!next.equals(producer)) {
      producer = next;
      sequences.clear();
    }
  }

  /** Ends of transactions that this writer's id has had in a partition; none where it is gone. */
  private long markers(TopicPartition partition) {
    if (get(test.backend.topics().list()).stream()
        .noneMatch(t -> t.id().equals(partition.topic()))) {
      return -1;
    }
    return test.readAll(partition).stream()
        .filter(batch -> batch.control() && batch.producerId() == producer.id())
        .count();
  }
}

package io.weir.embedded;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.weir.backend.Isolation;
import io.weir.backend.ProducerStore;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.ReadResult.AbortedTransaction;
import io.weir.backend.TopicPartition;
import io.weir.record.BatchBuilder;
import io.weir.record.Batches;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A transactional producer on an embedded log in tests, and the reader who heeds it. */
final class TestTransaction {
  private static final int LONG_MILLIS = 600_000;

  private final TestLog log;
  private final String id;
  private final Map<TopicPartition, Integer> sequences = new HashMap<>();
  ProducerEpoch producer;

  TestTransaction(TestLog log, String id) {
    this.log = log;
    this.id = id;
    this.producer = TestLog.get(store().newTransactionalProducer(id, LONG_MILLIS, null));
  }

  private ProducerStore store() {
    return log.backend.producers();
  }

  TestTransaction begin(TopicPartition... partitions) {
    TestLog.get(store().enlist(id, producer, Set.of(partitions)));
    return this;
  }

  TestTransaction write(TopicPartition partition, String value) {
    int sequence = sequences.merge(partition, 1, Integer::sum) - 1;
    ByteBuf body = Unpooled.copiedBuffer(value, StandardCharsets.UTF_8);
    ByteBuf batch =
        BatchBuilder.create(PooledByteBufAllocator.DEFAULT)
            .producer(producer.id(), producer.epoch(), sequence)
            .transactional()
            .add(System.currentTimeMillis(), null, body, List.of())
            .build();
    TestLog.get(log.backend.log().append(partition, batch));
    return this;
  }

  io.vertx.core.Future<ProducerEpoch> ending(Outcome outcome) {
    return store().end(id, producer, outcome);
  }

  void end(Outcome outcome) {
    producer = TestLog.get(ending(outcome));
    sequences.clear();
  }

  /** What a committed reader makes of a partition that it reads with so many bytes at a time. */
  static List<String> committed(TestLog log, TopicPartition partition, int maxBytes) {
    List<String> values = new ArrayList<>();
    Set<Long> aborted = new HashSet<>();
    long next = log.start(partition);
    while (true) {
      ReadResult result =
          TestLog.get(
              log.backend.log().read(new Read(partition, next, maxBytes, Isolation.COMMITTED)));
      long before = next;
      List<AbortedTransaction> told = new ArrayList<>(result.aborted());
      for (RecordBatch batch : Batches.in(result.batches())) {
        next = batch.nextOffset();
        told.removeIf(
            each -> each.firstOffset() < batch.nextOffset() && aborted.add(each.producerId()));
        if (batch.isControl()) {
          aborted.remove(batch.producerId());
        } else if (!batch.isTransactional() || !aborted.contains(batch.producerId())) {
          try (Records records = batch.records(1 << 20)) {
            for (LogRecord record : records) {
              values.add(Objects.requireNonNull(record.value()).toString(StandardCharsets.UTF_8));
            }
          }
        }
      }
      result.batches().release();
      aborted.clear(); // the next read tells of all that concerns it
      if (next == before) {
        return values;
      }
    }
  }

  static long stable(TestLog log, TopicPartition partition) {
    return TestLog.get(log.backend.log().offsets(partition)).lastStable();
  }
}

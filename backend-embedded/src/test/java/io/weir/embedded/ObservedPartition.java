package io.weir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.weir.backend.BackendException.Corrupt;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicPartition;
import io.weir.record.Batches;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** All that a reader finds in a partition. */
final class ObservedPartition {
  final Offsets offsets;
  final TreeMap<Long, ModelBatch> batches = new TreeMap<>();

  /** Where reads were told of damage: from, to. */
  private final TreeMap<Long, Long> corrupt = new TreeMap<>();

  private ObservedPartition(Offsets offsets) {
    this.offsets = offsets;
  }

  static ObservedPartition of(EmbeddedBackend backend, TopicPartition id) {
    Offsets offsets = TestLog.get(backend.log().offsets(id));
    ObservedPartition observed = new ObservedPartition(offsets);
    long next = offsets.logStart();
    while (next < offsets.highWatermark()) {
      try {
        Read read = new Read(id, next, 1 << 16, Isolation.UNCOMMITTED);
        TreeMap<Long, ModelBatch> found = batches(TestLog.getOrThrow(backend.log().read(read)));
        if (found.isEmpty()) {
          return observed;
        }
        observed.batches.putAll(found);
        next = Math.max(next, ModelPartition.lastOf(found.lastEntry()));
      } catch (Corrupt e) {
        assertThat(e.nextReadable()).isGreaterThan(next);
        observed.corrupt.put(next, e.nextReadable());
        next = e.nextReadable();
      }
    }
    return observed;
  }

  boolean isCorrupt(long offset) {
    var floor = corrupt.floorEntry(offset);
    return floor != null && offset < floor.getValue();
  }

  /** What was read, checked bit by bit, by base offset. */
  static TreeMap<Long, ModelBatch> batches(ReadResult result) {
    TreeMap<Long, ModelBatch> found = new TreeMap<>();
    ByteBuf buffer = result.batches();
    try {
      for (RecordBatch batch : Batches.in(buffer)) {
        batch.validate();
        found.put(batch.baseOffset(), read(batch));
      }
    } finally {
      buffer.release();
    }
    return found;
  }

  private static ModelBatch read(RecordBatch batch) {
    List<String> values = new ArrayList<>();
    long timestamp = -1;
    try (Records records = batch.records(1 << 20)) {
      for (LogRecord record : records) {
        if (batch.isControl()) {
          return ModelBatch.marker(batch.producerId(), record.key().getShort(2) == 1);
        }
        timestamp = timestamp < 0 ? record.timestamp() : timestamp;
        values.add(record.value().toString(StandardCharsets.UTF_8));
      }
    }
    ModelBatch found = new ModelBatch(values, timestamp, -1, -1, ModelBatch.NO_SEQUENCE, null);
    found.bytes = batch.sizeInBytes();
    return found;
  }
}

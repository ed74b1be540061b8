package io.weir.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.weir.backend.Backend;
import io.weir.backend.BackendException.Corrupt;
import io.weir.backend.Isolation;
import io.weir.backend.KeyReadResult;
import io.weir.backend.Offsets;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.record.Batches;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
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

  static ObservedPartition of(Backend backend, TopicPartition id) {
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

  /** Whether the log start lies in no hole: a batch before one counts as reaching to its end. */
  boolean isThereFromItsStart() {
    return batches.isEmpty()
        ? offsets.logStart() == offsets.highWatermark()
        : batches.firstKey() <= offsets.logStart();
  }

  boolean isCorrupt(long offset) {
    var floor = corrupt.floorEntry(offset);
    return floor != null && offset < floor.getValue();
  }

  /** What was read, checked bit by bit, by base offset. */
  static TreeMap<Long, ModelBatch> batches(ReadResult result) {
    return batches(result.batches());
  }

  /** What was found by a key, checked likewise. */
  static TreeMap<Long, ModelBatch> batches(KeyReadResult result) {
    return batches(result.batches());
  }

  /** Takes the buffer. */
  private static TreeMap<Long, ModelBatch> batches(ByteBuf buffer) {
    TreeMap<Long, ModelBatch> found = new TreeMap<>();
    try {
      for (RecordBatch batch : Batches.in(buffer)) {
        if (batch.count() == batch.nextOffset() - batch.baseOffset()) {
          batch.validate();
        } else {
          assertThat(batch.checksum()).isEqualTo(batch.computeChecksum());
        }
        assertThat(found.isEmpty() || found.lastKey() < batch.baseOffset())
            .as("%d comes after those before it", batch.baseOffset())
            .isTrue();
        found.put(batch.baseOffset(), read(batch));
      }
    } finally {
      buffer.release();
    }
    return found;
  }

  private static ModelBatch read(RecordBatch batch) {
    int span = (int) (batch.nextOffset() - batch.baseOffset());
    List<String> values = new ArrayList<>(Collections.nCopies(span, ModelBatch.GONE));
    try (Records records = batch.records(1 << 20)) {
      for (LogRecord record : records) {
        if (batch.isControl()) {
          return placed(
              ModelBatch.marker(batch.producerId(), record.key().getShort(2) == 1), batch);
        }
        values.set((int) (record.offset() - batch.baseOffset()), text(record));
      }
    }
    return placed(new ModelBatch(values, 0, -1, -1, ModelBatch.NO_SEQUENCE, null), batch);
  }

  private static ModelBatch placed(ModelBatch found, RecordBatch batch) {
    found.bytes = batch.sizeInBytes();
    found.leaderEpoch = batch.leaderEpoch();
    found.horizon = batch.deleteHorizon();
    return found;
  }

  /** What a record says, be it in its body or, where it has none, in its header. */
  static String text(LogRecord record) {
    ByteBuf body = record.value();
    String text =
        body == null
            ? new String(record.headers().getFirst().value(), StandardCharsets.UTF_8)
            : body.toString(StandardCharsets.UTF_8);
    ByteBuf key = record.key();
    if (key != null) {
      assertThat(key.toString(StandardCharsets.UTF_8)).isEqualTo(ModelBatch.key(text));
      assertThat(body == null).as("no body of %s", text).isEqualTo(ModelBatch.isTombstone(text));
    }
    return text;
  }
}

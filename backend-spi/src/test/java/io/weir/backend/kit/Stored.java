package io.weir.backend.kit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.weir.record.BatchFormat;
import io.weir.record.Batches;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A batch as it was read.
 *
 * @param values the bodies of its records, as text; "null" for none
 * @param substance its bytes without the two fields that a log assigns, base offset and leader
 *     epoch, in hexadecimal
 */
record Stored(
    long baseOffset,
    long nextOffset,
    int leaderEpoch,
    long producerId,
    boolean control,
    List<String> values,
    String substance) {
  private static final int MAX_BYTES = 64 << 20;

  /** Everything in a buffer, checksums verified; the buffer stays its owner's. */
  static List<Stored> in(ByteBuf buffer) {
    List<Stored> all = new ArrayList<>();
    for (RecordBatch batch : Batches.in(buffer)) {
      if (batch.checksum() != batch.computeChecksum()) {
        throw new AssertionError("served with a wrong checksum: " + batch);
      }
      all.add(
          new Stored(
              batch.baseOffset(),
              batch.nextOffset(),
              batch.leaderEpoch(),
              batch.producerId(),
              batch.isControl(),
              values(batch),
              substanceOf(batch.slice())));
    }
    return all;
  }

  /** What of a batch a log must not change. */
  static String substanceOf(ByteBuf batch) {
    byte[] bytes = ByteBufUtil.getBytes(batch);
    Arrays.fill(bytes, BatchFormat.BASE_OFFSET, BatchFormat.LENGTH, (byte) 0);
    Arrays.fill(bytes, BatchFormat.LEADER_EPOCH, BatchFormat.MAGIC, (byte) 0);
    return ByteBufUtil.hexDump(bytes);
  }

  private static List<String> values(RecordBatch batch) {
    List<String> values = new ArrayList<>();
    try (Records records = batch.records(MAX_BYTES)) {
      for (LogRecord record : records) {
        ByteBuf value = record.value();
        values.add(value == null ? "null" : value.toString(StandardCharsets.UTF_8));
      }
    }
    return values;
  }
}

package io.weir.core.metadata;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.weir.record.BatchBuilder;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Entries as records: the key as text, the value as JSON text, no value where it is forgotten. */
final class Entries {
  private static final int SNAPSHOT_BATCH_BYTES = 256 * 1024;
  private static final int MAX_RECORDS_BYTES = 16 * 1024 * 1024;

  private Entries() {}

  /** Some entries as they are, in one batch; those that are not there, as forgotten. */
  static ByteBuf batch(Set<String> keys, Map<String, String> entries) {
    BatchBuilder batch = BatchBuilder.create(ByteBufAllocator.DEFAULT);
    keys.forEach(key -> add(batch, key, entries.get(key)));
    return batch.build();
  }

  /** The next entries that are still there, in one batch of moderate size; null after the last. */
  static @Nullable ByteBuf batch(Iterator<String> keys, Map<String, String> entries) {
    BatchBuilder batch = BatchBuilder.create(ByteBufAllocator.DEFAULT);
    while (keys.hasNext() && batch.sizeInBytes() < SNAPSHOT_BATCH_BYTES) {
      String key = keys.next();
      String value = entries.get(key);
      if (value != null) {
        add(batch, key, value);
      }
    }
    if (batch.count() > 0) {
      return batch.build();
    }
    batch.close();
    return null;
  }

  static void read(RecordBatch batch, BiConsumer<String, @Nullable String> to) {
    if (batch.isControl()) {
      return;
    }
    try (Records records = batch.records(MAX_RECORDS_BYTES)) {
      for (LogRecord entry : records) {
        String key = text(entry.key());
        String value = text(entry.value());
        if (key != null) {
          to.accept(key, value);
        }
      }
    }
  }

  private static BatchBuilder add(BatchBuilder batch, String key, @Nullable String value) {
    ByteBuf body = value == null ? null : bytes(value);
    return batch.add(System.currentTimeMillis(), bytes(key), body, List.of());
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String text(@Nullable ByteBuf bytes) {
    return bytes == null ? null : bytes.toString(StandardCharsets.UTF_8);
  }
}

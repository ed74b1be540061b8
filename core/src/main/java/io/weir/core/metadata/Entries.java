package io.weir.core.metadata;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.json.JsonObject;
import io.weir.record.BatchBuilder;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Entries as records: the key as text, the value as JSON text, no value where it is forgotten. */
final class Entries {
  private static final int SNAPSHOT_BATCH_BYTES = 256 * 1024;
  private static final int MAX_RECORDS_BYTES = 16 * 1024 * 1024;

  private Entries() {}

  static ByteBuf batch(String key, @Nullable JsonObject value) {
    return add(BatchBuilder.create(ByteBufAllocator.DEFAULT), key, value).build();
  }

  /** All entries, in batches of moderate size. */
  static List<ByteBuf> batches(Map<String, JsonObject> entries) {
    List<ByteBuf> batches = new ArrayList<>();
    BatchBuilder batch = BatchBuilder.create(ByteBufAllocator.DEFAULT);
    for (Map.Entry<String, JsonObject> entry : entries.entrySet()) {
      add(batch, entry.getKey(), entry.getValue());
      if (batch.sizeInBytes() >= SNAPSHOT_BATCH_BYTES) {
        batches.add(batch.build());
        batch = BatchBuilder.create(ByteBufAllocator.DEFAULT);
      }
    }
    if (batch.count() > 0) {
      batches.add(batch.build());
    }
    batch.close();
    return batches;
  }

  static void read(RecordBatch batch, BiConsumer<String, @Nullable JsonObject> to) {
    if (batch.isControl()) {
      return;
    }
    try (Records records = batch.records(MAX_RECORDS_BYTES)) {
      for (LogRecord entry : records) {
        String key = text(entry.key());
        String value = text(entry.value());
        if (key != null) {
          to.accept(key, value == null ? null : new JsonObject(value));
        }
      }
    }
  }

  private static BatchBuilder add(BatchBuilder batch, String key, @Nullable JsonObject value) {
    ByteBuf body = value == null ? null : bytes(value.encode());
    return batch.add(System.currentTimeMillis(), bytes(key), body, List.of());
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String text(@Nullable ByteBuf bytes) {
    return bytes == null ? null : bytes.toString(StandardCharsets.UTF_8);
  }
}

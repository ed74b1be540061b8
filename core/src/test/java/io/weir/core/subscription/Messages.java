package io.weir.core.subscription;

import static io.weir.core.TestCore.bytes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.record.BatchBuilder;
import io.weir.record.Header;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Messages as a log gives them. */
final class Messages {

  private Messages() {}

  /** One whose body is its offset. */
  static LogRecord message(long offset) {
    return message(offset, String.valueOf(offset));
  }

  static LogRecord message(long offset, String body, Header... headers) {
    ByteBuf batch =
        BatchBuilder.create(Unpooled.buffer().alloc())
            .add(1_000, null, bytes(body), List.of(headers))
            .build();
    batch.setLong(0, offset);
    try (Records records = RecordBatch.only(batch).records(1 << 20)) {
      return records.iterator().next().copy();
    } finally {
      batch.release();
    }
  }

  static Loaded loaded(long offset) {
    return new Loaded(message(offset), Loaded.NEVER, 0);
  }

  static List<Loaded> loaded(long from, long before) {
    List<Loaded> all = new ArrayList<>();
    for (long offset = from; offset < before; offset++) {
      all.add(loaded(offset));
    }
    return all;
  }

  static String body(LogRecord message) {
    ByteBuf body = message.value();
    return body == null ? "-" : body.toString(StandardCharsets.UTF_8);
  }
}

package io.weir.kafka.group;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.weir.core.state.StateLog;
import io.weir.record.BatchBuilder;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a groups' log short: what the coordinator writes has keys, and only the last record of each
 * counts. Where a log holds much more than that, what counts is written once more at its end, and
 * everything before is forgotten. Done when a partition is taken, before the coordinator reads it;
 * on a backend that compacts by itself there is nothing to do here.
 *
 * <p>A stop in between leaves old and new records, which say the same.
 */
final class LogCompaction {
  private static final Logger LOG = LoggerFactory.getLogger(LogCompaction.class);

  /** Fewer records than this are read so quickly that it is not worth the writing. */
  static final int WORTH_RECORDS = 10_000;

  /** Of how many records at most one counts, if it is to be worth the writing. */
  private static final int WORTH_FACTOR = 3;

  private static final int BATCH_BYTES = 256 * 1024;

  private final StateLog log;
  private final String name;
  private final Map<ByteBuf, byte[]> last = new LinkedHashMap<>();
  private long records;

  private LogCompaction(StateLog log, String name) {
    this.log = log;
    this.name = name;
  }

  /**
   * Compacts a log if that is worth it. Nobody else writes to it meanwhile.
   *
   * @return the log
   */
  static Future<StateLog> of(StateLog log, String name) {
    LogCompaction compaction = new LogCompaction(log, name);
    return log.replay(compaction::batch).compose(end -> compaction.finish()).map(log);
  }

  private void batch(RecordBatch batch) {
    try (Records all = batch.records(GroupLog.MAX_BATCH_BYTES)) {
      for (LogRecord record : all) {
        records++;
        ByteBuf key = Unpooled.wrappedBuffer(bytes(record.key()));
        // Removed first, so that what counts stays in the order in which it was written last.
        last.remove(key);
        ByteBuf value = record.value();
        if (value != null) {
          last.put(key, bytes(value));
        }
      }
    }
  }

  private static byte[] bytes(@Nullable ByteBuf buffer) {
    return buffer == null ? new byte[0] : ByteBufUtil.getBytes(buffer);
  }

  private Future<Void> finish() {
    if (records < WORTH_RECORDS || records < (long) WORTH_FACTOR * last.size()) {
      return Future.succeededFuture();
    }
    long start = log.nextOffset();
    LOG.info("{}: {} of {} records still count", name, last.size(), records);
    Deque<ByteBuf> batches = batches();
    return append(batches)
        .compose(done -> log.trim(start))
        .onFailure(cause -> batches.forEach(ByteBuf::release));
  }

  private Deque<ByteBuf> batches() {
    Deque<ByteBuf> batches = new ArrayDeque<>();
    long now = System.currentTimeMillis();
    BatchBuilder open = BatchBuilder.create(ByteBufAllocator.DEFAULT);
    for (Map.Entry<ByteBuf, byte[]> record : last.entrySet()) {
      int bytes = record.getKey().readableBytes() + record.getValue().length;
      if (open.count() > 0 && open.sizeInBytes() + bytes > BATCH_BYTES) {
        batches.add(open.build());
        open = BatchBuilder.create(ByteBufAllocator.DEFAULT);
      }
      open.add(now, record.getKey(), Unpooled.wrappedBuffer(record.getValue()), List.of());
    }
    if (open.count() > 0) {
      batches.add(open.build());
    } else {
      open.close();
    }
    last.clear();
    return batches;
  }

  /** One batch after another, each once the one before is durable. */
  private Future<Void> append(Deque<ByteBuf> batches) {
    ByteBuf next = batches.poll();
    return next == null
        ? Future.succeededFuture()
        : log.append(next).durable().compose(done -> append(batches));
  }
}

package io.weir.core.subscription;

import io.vertx.core.Future;
import io.weir.backend.BackendException;
import io.weir.backend.Isolation;
import io.weir.backend.PartitionLog;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicPartition;
import io.weir.core.failure.BackendFailures;
import io.weir.core.read.CommittedMessages;
import io.weir.core.subscription.Subscription.Page;
import io.weir.record.LogRecord;
import java.util.ArrayList;
import java.util.List;

/** A look at what is not settled of a partition. */
record Browsing(PartitionLog log, TopicPartition partition, Cursor cursor, String name) {
  private static final int PAGE_BYTES = 256 * 1024;

  Future<Page> page(long offset, int most) {
    long from = cursor.nextUnsettled(offset);
    return log.read(new Read(partition, from, PAGE_BYTES, Isolation.COMMITTED))
        .map(result -> page(result, offset, from, most))
        .recover(
            cause ->
                cause instanceof BackendException.OffsetOutOfRange e
                    ? Future.succeededFuture(
                        new Page(List.of(), Math.max(offset, e.offsets().logStart())))
                    : Future.failedFuture(BackendFailures.of(cause, name)));
  }

  private Page page(ReadResult result, long offset, long from, int most) {
    try {
      Shown shown = new Shown(cursor, most);
      long next = CommittedMessages.walk(result, from, Feeder.MAX_INFLATED_BYTES, shown);
      return new Page(shown.messages, next == from ? offset : next);
    } finally {
      result.batches().release();
    }
  }

  private static final class Shown implements CommittedMessages.Visitor {
    private final List<LogRecord> messages = new ArrayList<>();
    private final Cursor cursor;
    private final int most;
    private long bytes;

    private Shown(Cursor cursor, int most) {
      this.cursor = cursor;
      this.most = most;
    }

    @Override
    public boolean take(LogRecord message) {
      if (messages.size() >= most || bytes >= PAGE_BYTES) {
        return false;
      }
      if (!cursor.isSettled(message.offset())) {
        bytes += message.sizeInBytes();
        messages.add(message.copy());
      }
      return true;
    }

    @Override
    public void passOver(long firstOffset, long lastOffset, String reason) {
      // It is named when it is its turn to be delivered.
    }
  }
}

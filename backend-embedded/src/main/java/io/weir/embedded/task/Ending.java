package io.weir.embedded.task;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.embedded.segment.MetaRecord.TransactionEnded;
import io.weir.embedded.segment.MetaRecord.TransactionEnded.Part;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.Transaction;
import io.weir.embedded.segment.Transaction.Open;
import io.weir.embedded.sequencer.Commit;
import io.weir.embedded.state.LogEntry;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.record.BatchBuilder;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The end of one transaction: a marker for each of its partitions and a record that says what
 * ended, all in one commit, so that a crash leaves all of it or nothing.
 */
public final class Ending {
  /** What a partition takes in the log: its marker, and its part of the record. */
  static final int PART_BYTES = 192;

  private static final int MARKER_BYTES = 256;
  private static final short ABORT = 0;
  private static final short COMMIT = 1;

  private final Transaction before;
  private final Outcome outcome;
  private final ProducerEpoch next;
  private final List<LogEntry.Batch> markers = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private @Nullable TransactionEnded record;

  /**
   * @param before has a transaction open
   * @param next who writes for the id from now on
   */
  Ending(Transaction before, Outcome outcome, ProducerEpoch next) {
    this.before = before;
    this.outcome = outcome;
    this.next = next;
  }

  /** Adds it to a commit, and makes it true for who is judged from now on. */
  Transaction prepare(Commit commit, LogState state) {
    Open open = before.open();
    if (open == null) {
      throw new IllegalStateException(before.id() + " has no open transaction");
    }
    for (Map.Entry<Integer, Long> entry : open.firsts().entrySet()) {
      Partition partition = state.partitions().get(entry.getKey());
      if (partition != null) {
        mark(partition, entry.getValue(), commit, state);
      }
    }
    TransactionEnded ended =
        new TransactionEnded(
            before.id(), before.producer().id(), next, outcome, commit.nowMillis(), parts);
    record = ended;
    commit.add(LogEntry.Meta.of(ended));
    Transaction after = before.ended(next, outcome, commit.nowMillis());
    state.transactions().put(after);
    return after;
  }

  private void mark(Partition partition, long first, Commit commit, LogState state) {
    ByteBuf marker = marker(commit.nowMillis());
    LogEntry.Batch batch = new LogEntry.Batch(partition, marker, RecordBatch.only(marker));
    batch.assign(state.producers(), commit.nowMillis());
    partition.syncedWithCommit(commit.number()); // what follows is shown after it
    markers.add(batch);
    commit.add(batch);
    // What is not shown yet begins behind what is, so this holds for it too.
    long stable =
        partition
            .transactions()
            .ended(before.producer().id(), null)
            .stable(partition.highWatermark());
    parts.add(new Part(partition.number(), first, batch.baseOffset(), stable));
  }

  /** Whether a marker is one of a commit. */
  public static boolean commits(RecordBatch marker) {
    try (Records records = marker.records(MARKER_BYTES)) {
      for (LogRecord record : records) {
        ByteBuf key = record.key();
        return key != null && key.getShort(key.readerIndex() + Short.BYTES) == COMMIT;
      }
    }
    return false;
  }

  /** Apache Kafka's end marker: key version 0 and type, value version 0 and coordinator epoch 0. */
  private ByteBuf marker(long nowMillis) {
    ByteBuf key = Unpooled.copyShort(0, outcome == Outcome.COMMIT ? COMMIT : ABORT);
    ByteBuf value = Unpooled.wrappedBuffer(new byte[6]);
    short epoch = next.id() == before.producer().id() ? next.epoch() : before.producer().epoch();
    try (BatchBuilder builder = BatchBuilder.create(UnpooledByteBufAllocator.DEFAULT)) {
      return builder
          .add(nowMillis, key, value, List.of())
          .producer(before.producer().id(), epoch, RecordBatch.NONE)
          .transactional()
          .control()
          .build();
    }
  }

  /** The commit was not written: back to what was. */
  void undo(LogState state) {
    state.transactions().put(before);
    for (LogEntry.Batch marker : markers.reversed()) {
      marker.unassign(state.producers());
      marker.release();
    }
  }

  /** Shows it to readers. */
  void publish(Commit commit, Segment segment) {
    TransactionEnded ended = record;
    if (ended == null) {
      throw new IllegalStateException("shown before it was written");
    }
    for (int i = 0; i < markers.size(); i++) {
      LogEntry.Batch marker = markers.get(i);
      marker.publish(segment);
      Part part = parts.get(i);
      marker.partition().endTransaction(ended.producer(), ended.aborted(part));
      marker.partition().wake(commit.completions());
      marker.release();
    }
  }
}

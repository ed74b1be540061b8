package io.weir.backend.reference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.weir.backend.Cleanup;
import io.weir.backend.Compaction;
import io.weir.backend.TopicSettings;
import io.weir.record.BatchCleaner;
import io.weir.record.Cleaned;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One compaction of a partition, at leisure. Guarded by the store's lock. */
final class ReferenceCompaction {
  private final Partition partition;
  private final TopicSettings settings;
  private final Compaction compaction;
  private final Flaw flaw;
  private final long now = System.currentTimeMillis();
  private final BatchCleaner cleaner =
      new BatchCleaner(UnpooledByteBufAllocator.DEFAULT, Partition.MAX_RECORD_BYTES);
  private final Map<ByteBuf, Long> last = new HashMap<>();

  ReferenceCompaction(Partition partition, TopicSettings settings, Flaw flaw) {
    this.partition = partition;
    this.settings = settings;
    this.compaction = settings.compaction();
    this.flaw = flaw;
  }

  void run() {
    deleteByMistake();
    List<RecordBatch> due = due();
    if (due.isEmpty() || !isWorthIt(due)) {
      return;
    }
    due.forEach(this::learn);
    List<RecordBatch> left = new ArrayList<>();
    for (RecordBatch batch : due) {
      ByteBuf cleaned = clean(batch, left);
      if (cleaned == null && batch == due.getLast() && flaw != Flaw.LEAVES_A_GAP_AT_THE_END) {
        cleaned = cleaner.emptied(batch);
      }
      if (cleaned != null) {
        left.add(RecordBatch.only(Unpooled.copiedBuffer(cleaned)));
      }
    }
    partition.cleanEnd = due.getLast().nextOffset();
    left.addAll(partition.batches.subList(due.size(), partition.batches.size()));
    partition.batches = left;
    if (flaw == Flaw.COMPACTION_FORGETS_PRODUCERS) {
      partition.windows.clear();
    }
  }

  /** What is stable and old enough. */
  private List<RecordBatch> due() {
    long stable =
        flaw == Flaw.COMPACTS_WHAT_IS_OPEN ? Long.MAX_VALUE : partition.offsets().lastStable();
    List<RecordBatch> due = new ArrayList<>();
    for (RecordBatch batch : partition.batches) {
      boolean young =
          compaction.minLagMillis() > 0
              && batch.maxTimestamp() > now - compaction.minLagMillis()
              && flaw != Flaw.COMPACTS_THE_YOUNG;
      if (young || batch.nextOffset() > stable) {
        break;
      }
      due.add(batch);
    }
    return due;
  }

  private boolean isWorthIt(List<RecordBatch> due) {
    long all = 0;
    long dirty = 0;
    boolean told = false;
    boolean overdue = false;
    for (RecordBatch batch : due) {
      all += batch.sizeInBytes();
      told |= batch.deleteHorizon() != RecordBatch.NONE;
      if (batch.nextOffset() > partition.cleanEnd) {
        dirty += batch.sizeInBytes();
        overdue |= batch.maxTimestamp() <= now - compaction.maxLagMillis();
      }
    }
    return told
        || (dirty > 0 && overdue && flaw != Flaw.WAITS_FOR_DIRT)
        || dirty > all * compaction.dirtyRatio();
  }

  private void learn(RecordBatch batch) {
    boolean counts = !isAborted(batch) || flaw == Flaw.COMPACTS_BY_WHAT_WAS_ABORTED;
    if (!batch.isControl() && counts) {
      try (Records records = batch.records(Partition.MAX_RECORD_BYTES)) {
        for (LogRecord record : records) {
          if (record.key() != null) {
            last.put(Unpooled.copiedBuffer(record.key()), record.offset());
          }
        }
      }
    }
  }

  private @Nullable ByteBuf clean(RecordBatch batch, List<RecordBatch> left) {
    if (batch.count() == 0) {
      return null;
    }
    if (batch.isControl()) {
      return cleanMarker(batch, left);
    }
    if (isAborted(batch)) {
      return null;
    }
    if (batch.isTransactional() && flaw == Flaw.COMPACTS_NO_TRANSACTIONS) {
      return batch.slice();
    }
    long horizon = now + compaction.tombstoneMillis();
    return switch (cleaner.clean(batch, record -> stays(record, batch), horizon)) {
      case Cleaned.Whole() -> batch.slice();
      case Cleaned.Rewritten(ByteBuf rewritten) ->
          flaw == Flaw.COMPACTS_WHOLE_BATCHES_ONLY ? batch.slice() : timed(rewritten, batch);
      case Cleaned.Nothing() -> flaw == Flaw.KEEPS_TIMES_THAT_ARE_GONE ? batch.slice() : null;
    };
  }

  private ByteBuf timed(ByteBuf rewritten, RecordBatch batch) {
    return flaw == Flaw.KEEPS_TIMES_THAT_ARE_GONE ? batch.slice() : rewritten;
  }

  /** It stays with what it ended, and then for its time. */
  private @Nullable ByteBuf cleanMarker(RecordBatch marker, List<RecordBatch> left) {
    for (RecordBatch before : left.reversed()) {
      if (before.producerId() == marker.producerId() && before.isTransactional()) {
        if (!before.isControl() && before.count() > 0) {
          return marker.slice();
        }
        break;
      }
    }
    long horizon = marker.deleteHorizon();
    if (horizon == RecordBatch.NONE) {
      return cleaner.withHorizon(marker, now + compaction.tombstoneMillis());
    }
    return horizon > now || flaw == Flaw.KEEPS_MARKERS ? marker.slice() : null;
  }

  private boolean stays(LogRecord record, RecordBatch batch) {
    ByteBuf key = record.key();
    if (key == null) {
      return flaw != Flaw.DROPS_WHAT_HAS_NO_KEY;
    }
    if (flaw == Flaw.COMPACTS_THE_LAST) {
      return false;
    }
    if (last.getOrDefault(key, record.offset()) > record.offset()) {
      return flaw == Flaw.DELETES_WITHOUT_COMPACTING;
    }
    if (record.value() != null || flaw == Flaw.KEEPS_TOMBSTONES) {
      return true;
    }
    long horizon = batch.deleteHorizon();
    return flaw != Flaw.FORGETS_TOMBSTONES && (horizon == RecordBatch.NONE || horizon > now);
  }

  private boolean isAborted(RecordBatch batch) {
    return partition.aborted.stream()
        .anyMatch(
            range ->
                batch.isTransactional()
                    && batch.producerId() == range.producer()
                    && range.first() <= batch.baseOffset()
                    && batch.baseOffset() < range.marker());
  }

  /** This backend keeps for longer than it has to whatever it may delete. */
  private void deleteByMistake() {
    if (flaw == Flaw.DELETES_WHAT_IS_COMPACTED && settings.cleanup() == Cleanup.COMPACT) {
      for (RecordBatch batch : List.copyOf(partition.batches)) {
        if (batch.maxTimestamp() < now - settings.retention().millis()) {
          partition.trim(batch.nextOffset());
        }
      }
    }
  }
}

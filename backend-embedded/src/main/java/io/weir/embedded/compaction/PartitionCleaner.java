package io.weir.embedded.compaction;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.weir.backend.Compaction;
import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.state.CompactionState;
import io.weir.record.BatchCleaner;
import io.weir.record.Cleaned;
import io.weir.record.InvalidBatchException;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides in one pass over a partition what stays of it, by the rules of Apache Kafka's log
 * cleaner: is first shown what was written since the last pass, to learn where each key is now;
 * then everything from the log start on, to say what is left of it. Used by one thread.
 *
 * <p>Of each key the last record stays. A record without a body stays for a time after it was met
 * first, and so does the end of a transaction once nothing is left of what it ended: a horizon in
 * its batch says until when. What aborted transactions wrote goes. Records without a key stay.
 */
final class PartitionCleaner {
  /** The most a batch may take decompressed; one that would take more stays as it is. */
  private static final int MOST_DECOMPRESSED = 128 << 20;

  private final KeyMap keys;
  private final Compaction settings;
  private final long cleanEnd;
  private final long nowMillis;
  private final BatchCleaner cleaner;
  private final Map<Long, NavigableMap<Long, AbortedRange>> aborted = new HashMap<>();

  /** Producers of whose transaction, not ended so far, something stays. */
  private final Set<Long> staying = new HashSet<>();

  private long seenEnd;
  private boolean full;
  private long horizon = CompactionState.NEVER;

  /**
   * @param keys empty
   * @param ranges the aborted transactions that wrote something which is going to be shown
   * @param cleanEnd where the last pass ended
   */
  PartitionCleaner(
      KeyMap keys,
      Compaction settings,
      List<AbortedRange> ranges,
      long cleanEnd,
      long nowMillis,
      ByteBufAllocator allocator) {
    this.keys = keys;
    this.settings = settings;
    this.cleanEnd = cleanEnd;
    this.seenEnd = cleanEnd;
    this.nowMillis = nowMillis;
    this.cleaner = new BatchCleaner(allocator, MOST_DECOMPRESSED);
    for (AbortedRange range : ranges) {
      aborted
          .computeIfAbsent(range.producer(), producer -> new TreeMap<>())
          .put(range.first(), range);
    }
  }

  /**
   * Learns where the keys of a batch are.
   *
   * @return whether there is room for more; if not, what follows is left for another pass
   */
  boolean learn(RecordBatch batch) {
    if (full) {
      return false;
    }
    if (!batch.isControl() && !isAborted(batch)) {
      try (Records records = batch.records(MOST_DECOMPRESSED)) {
        for (LogRecord record : records) {
          ByteBuf key = record.key();
          if (key != null && record.offset() >= cleanEnd && !keys.put(key, record.offset())) {
            full = true;
            seenEnd = Math.max(seenEnd, record.offset());
            return false;
          }
        }
      } catch (InvalidBatchException e) {
        // It stays as it is: nobody can say what is in it.
      }
    }
    seenEnd = Math.max(seenEnd, batch.nextOffset());
    return true;
  }

  /** Of what lies before this offset, each key is there once when everything was shown. */
  long seenEnd() {
    return seenEnd;
  }

  /** When something more may go of what was shown, or {@link CompactionState#NEVER}. */
  long horizon() {
    return horizon;
  }

  /**
   * What is left of a batch.
   *
   * @param last whether it is the last that is shown: then it stays if it has to be without
   *     records, so that readers get past its offsets
   * @return the batch itself where it lies, or another one that the caller owns; null if none
   */
  @Nullable ByteBuf clean(RecordBatch batch, boolean last) {
    if (batch.count() == 0) {
      return last ? batch.slice() : null;
    }
    if (batch.isControl()) {
      return cleanMarker(batch, last);
    }
    if (isAborted(batch)) {
      return last ? cleaner.emptied(batch) : null;
    }
    boolean seen = batch.nextOffset() <= seenEnd;
    long next = seen ? horizonFromNow() : RecordBatch.NONE;
    Cleaned cleaned;
    try {
      cleaned = cleaner.clean(batch, record -> stays(record, batch), next);
    } catch (InvalidBatchException e) {
      cleaned = new Cleaned.Whole();
    }
    ByteBuf left =
        switch (cleaned) {
          case Cleaned.Whole() -> batch.slice();
          case Cleaned.Rewritten(ByteBuf rewritten) -> rewritten;
          case Cleaned.Nothing() -> last ? cleaner.emptied(batch) : null;
        };
    if (!(cleaned instanceof Cleaned.Nothing)) {
      if (batch.isTransactional()) {
        staying.add(batch.producerId());
      }
      noteHorizon(left, batch);
    }
    return left;
  }

  /** The end of a transaction; producers have one at a time. */
  private @Nullable ByteBuf cleanMarker(RecordBatch marker, boolean last) {
    if (staying.remove(marker.producerId())) {
      return marker.slice();
    }
    long until = marker.deleteHorizon();
    if (until != RecordBatch.NONE && until <= nowMillis) {
      return last ? marker.slice() : null;
    }
    ByteBuf left =
        until == RecordBatch.NONE ? cleaner.withHorizon(marker, horizonFromNow()) : marker.slice();
    noteHorizon(left, marker);
    return left;
  }

  private boolean stays(LogRecord record, RecordBatch batch) {
    ByteBuf key = record.key();
    if (key == null) {
      return true;
    }
    if (keys.last(key) > record.offset()) {
      return false;
    }
    long until = batch.deleteHorizon();
    return record.value() != null || until == RecordBatch.NONE || until > nowMillis;
  }

  private boolean isAborted(RecordBatch batch) {
    if (!batch.isTransactional()) {
      return false;
    }
    NavigableMap<Long, AbortedRange> ranges = aborted.get(batch.producerId());
    Map.Entry<Long, AbortedRange> found =
        ranges == null ? null : ranges.floorEntry(batch.baseOffset());
    return found != null && batch.baseOffset() < found.getValue().marker();
  }

  /** One that has passed is of no interest any more: what it was for has gone. */
  private void noteHorizon(@Nullable ByteBuf left, RecordBatch before) {
    long until = left == null ? RecordBatch.NONE : RecordBatch.only(left).deleteHorizon();
    if (until > nowMillis
        || (until != RecordBatch.NONE && before.deleteHorizon() == RecordBatch.NONE)) {
      horizon = Math.min(horizon, until);
    }
  }

  private long horizonFromNow() {
    long until = nowMillis + settings.tombstoneMillis();
    return until < 0 ? Long.MAX_VALUE : until;
  }
}

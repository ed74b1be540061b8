package io.weir.backend.reference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.weir.backend.AppendResult;
import io.weir.backend.BackendException;
import io.weir.backend.EpochEnd;
import io.weir.backend.Isolation;
import io.weir.backend.OffsetRanges;
import io.weir.backend.Offsets;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.ReadResult.AbortedTransaction;
import io.weir.backend.TimestampedOffset;
import io.weir.record.BatchFormat;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One partition: its batches in a list, whatever is known of them in maps. Guarded by the store's
 * lock.
 */
final class Partition {
  static final int MAX_RECORD_BYTES = 64 << 20;

  record Aborted(long producer, long first, long marker) {}

  List<RecordBatch> batches = new ArrayList<>();
  Map<Long, Window> windows = new HashMap<>();

  /** First offset of each open transaction, by producer. */
  Map<Long, Long> open = new HashMap<>();

  List<Aborted> aborted = new ArrayList<>();
  private final OffsetRanges settled = new OffsetRanges();
  private final TreeMap<Integer, Long> epochStarts = new TreeMap<>(Map.of(0, 0L));
  private long logStart;
  private long end;
  long reign;

  /** Of what lies before it, each key is there once. */
  long cleanEnd;

  /** Bytes appended by this process, for a backend that takes that for what there is. */
  long appended;

  Partition copy() {
    Partition copy = new Partition();
    copy.batches = new ArrayList<>(batches);
    windows.forEach((id, window) -> copy.windows.put(id, window.copy()));
    copy.open = new HashMap<>(open);
    copy.aborted = new ArrayList<>(aborted);
    copy.epochStarts.putAll(epochStarts);
    copy.logStart = logStart;
    copy.end = end;
    copy.reign = reign;
    copy.cleanEnd = cleanEnd;
    copy.appended = appended;
    return copy;
  }

  void bumpEpoch() {
    epochStarts.put(epoch() + 1, end);
  }

  Offsets offsets() {
    long stable = open.values().stream().min(Long::compareTo).orElse(end);
    return new Offsets(logStart, stable, end, epoch());
  }

  AppendResult append(RecordBatch batch, Flaw flaw) {
    if (batch.hasProducer()) {
      AppendResult duplicate =
          windows.computeIfAbsent(batch.producerId(), id -> new Window()).check(batch, flaw);
      if (duplicate != null) {
        return duplicate;
      }
    }
    long base = store(batch);
    if (batch.hasProducer()) {
      windows.get(batch.producerId()).took(batch, base);
    }
    if (batch.isTransactional()) {
      open.putIfAbsent(batch.producerId(), base);
    }
    return new AppendResult.Appended(flaw == Flaw.ONE_OFFSET_TOO_FAR ? base + 1 : base, logStart);
  }

  /** Ends a producer's transaction here; its older epochs write no more. */
  void mark(RecordBatch marker, boolean commit) {
    long at = store(marker);
    windows.computeIfAbsent(marker.producerId(), id -> new Window()).fence(marker.producerEpoch());
    Long first = open.remove(marker.producerId());
    if (first != null && !commit) {
      aborted.add(new Aborted(marker.producerId(), first, at));
    }
  }

  long bytes(Flaw flaw) {
    return switch (flaw) {
      case COUNTS_WHAT_THIS_PROCESS_APPENDED, COUNTS_WHAT_WAS_TRIMMED, COUNTS_WHAT_WAS_COMPACTED ->
          appended;
      default -> batches.stream().mapToLong(RecordBatch::sizeInBytes).sum();
    };
  }

  ReadResult read(Read read, Flaw flaw) {
    Offsets now = offsets();
    if (read.offset() < logStart || read.offset() > end) {
      throw new BackendException.OffsetOutOfRange(read.offset() + " is not within " + now, now);
    }
    long limit = flaw == Flaw.SHOWS_OPEN_TRANSACTIONS ? end : now.end(read.isolation());
    ByteBuf out = Unpooled.buffer();
    long next = read.offset();
    for (RecordBatch batch : batches) {
      if (batch.nextOffset() <= read.offset() || batch.baseOffset() >= limit) {
        continue;
      }
      boolean fits =
          out.readableBytes() + batch.sizeInBytes() <= read.maxBytes()
              || flaw == Flaw.IGNORES_MAX_BYTES;
      if (!fits && out.isReadable()) {
        break;
      }
      out.writeBytes(batch.slice());
      next = batch.nextOffset();
    }
    List<AbortedTransaction> concerned = new ArrayList<>();
    if (read.isolation() == Isolation.COMMITTED && flaw != Flaw.NAMES_NO_ABORTED) {
      for (Aborted one : aborted) {
        if (one.marker >= read.offset() && one.first < next) {
          concerned.add(new AbortedTransaction(one.producer, one.first));
        }
      }
    }
    return new ReadResult(out, now, concerned);
  }

  Optional<TimestampedOffset> firstNotBefore(long timestamp, Flaw flaw) {
    for (RecordBatch batch : batches) {
      try (Records records = batch.records(MAX_RECORD_BYTES)) {
        for (LogRecord record : records) {
          boolean late =
              record.timestamp() >= timestamp
                  || (flaw == Flaw.TIMESTAMPS_BY_BATCH && batch.maxTimestamp() >= timestamp);
          if (record.offset() >= logStart && !batch.isControl() && late) {
            return Optional.of(
                new TimestampedOffset(record.offset(), record.timestamp(), batch.leaderEpoch()));
          }
        }
      }
    }
    return Optional.empty();
  }

  Optional<TimestampedOffset> latest() {
    long max = Long.MIN_VALUE;
    for (RecordBatch batch : batches) {
      if (!batch.isControl()) {
        try (Records records = batch.records(MAX_RECORD_BYTES)) {
          for (LogRecord record : records) {
            max = record.offset() >= logStart ? Math.max(max, record.timestamp()) : max;
          }
        }
      }
    }
    return max == Long.MIN_VALUE ? Optional.empty() : firstNotBefore(max, Flaw.NONE);
  }

  Optional<EpochEnd> endOf(int epoch) {
    Map.Entry<Integer, Long> known = epochStarts.floorEntry(epoch);
    if (known == null) {
      return Optional.empty();
    }
    Map.Entry<Integer, Long> after = epochStarts.higherEntry(known.getKey());
    return Optional.of(new EpochEnd(known.getKey(), after == null ? end : after.getValue()));
  }

  long trim(long before) {
    if (before > end) {
      throw new BackendException.OffsetOutOfRange(before + " lies past " + end, offsets());
    }
    logStart = Math.max(logStart, before);
    batches.removeIf(batch -> batch.nextOffset() <= logStart);
    return logStart;
  }

  long settle(long from, long before) {
    if (before > end) {
      throw new BackendException.OffsetOutOfRange(before + " lies past " + end, offsets());
    }
    settled.add(from, before);
    return before;
  }

  /** Carries out what was settled. */
  void free(Flaw flaw) {
    if (flaw != Flaw.KEEPS_WHAT_IS_SETTLED) {
      trim(settled.endFrom(logStart));
      batches.removeIf(
          batch ->
              settled.contains(
                  batch.baseOffset(),
                  flaw == Flaw.SETTLES_WHOLE_BATCHES
                      ? batch.baseOffset() + 1
                      : batch.nextOffset()));
    }
  }

  /** Forgets one batch at the end, as no log may. */
  void loseTail() {
    if (!batches.isEmpty()) {
      end = batches.removeLast().baseOffset();
    }
  }

  private long store(RecordBatch batch) {
    ByteBuf copy = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(batch.slice()));
    copy.setLong(BatchFormat.BASE_OFFSET, end);
    copy.setInt(BatchFormat.LEADER_EPOCH, epoch());
    RecordBatch stored = RecordBatch.only(copy);
    batches.add(stored);
    appended += stored.sizeInBytes();
    end = stored.nextOffset();
    return stored.baseOffset();
  }

  private int epoch() {
    return epochStarts.lastKey();
  }
}

package io.weir.embedded.read;

import io.weir.backend.BackendException.Corrupt;
import io.weir.backend.TimestampedOffset;
import io.weir.embedded.index.PartitionIndex;
import io.weir.embedded.index.Rows;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.record.InvalidBatchException;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds records by timestamp: the batch by the index, the record by reading it. May wait for the
 * disk.
 */
public final class TimestampSearch {
  private static final Logger log = LoggerFactory.getLogger(TimestampSearch.class);

  /** The most a batch may take decompressed; one that would take more is passed over, and named. */
  private static final int MOST_DECOMPRESSED = 128 << 20;

  /** No batch that the log itself writes to end a transaction is larger. */
  private static final int MOST_MARKER_BYTES = 100;

  private final LogState state;
  private final Partition partition;
  private final long end;
  private final long logStart;
  private PartitionIndex index;

  /** A piece went while it was looked for: it may have been collected, and be elsewhere. */
  private boolean moved;

  public TimestampSearch(LogState state, Partition partition) {
    this.state = state;
    this.partition = partition;
    this.end = partition.highWatermark();
    this.index = partition.rows();
    this.logStart = partition.logStart();
  }

  public Optional<TimestampedOffset> firstFrom(long timestamp) {
    return settled(() -> first(timestamp));
  }

  public Optional<TimestampedOffset> firstOfGreatest() {
    long greatest = settled(this::greatest);
    return greatest == Long.MIN_VALUE ? Optional.empty() : firstFrom(greatest);
  }

  /** What a search finds that met every piece that there was. */
  private <T> T settled(Supplier<T> search) {
    while (true) {
      moved = false;
      T found = search.get();
      if (!moved) {
        return found;
      }
      index = partition.rows();
    }
  }

  private @Nullable Rows hold(int piece) {
    Rows rows = LogReader.hold(index, piece, partition, state);
    moved |= rows == null && partition.rows() != index;
    return rows;
  }

  private Optional<TimestampedOffset> first(long timestamp) {
    for (int piece = 0; piece < index.pieces(); piece++) {
      TimestampedOffset found = firstInPiece(piece, timestamp);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private long greatest() {
    long greatest = Long.MIN_VALUE;
    for (int piece = 0; piece < index.pieces(); piece++) {
      greatest = Math.max(greatest, greatestInPiece(piece, greatest));
    }
    return greatest;
  }

  private @Nullable TimestampedOffset firstInPiece(int piece, long timestamp) {
    Rows rows = hold(piece);
    if (rows == null) {
      return null;
    }
    try {
      if (rows.maxTimestamp() < timestamp) {
        return null;
      }
      for (int row = 0; row < rows.count() && rows.baseOffset(row) < end; row++) {
        if (rows.maxTimestamp(row) >= timestamp && rows.endOffset(row) > logStart) {
          TimestampedOffset found = firstInBatch(rows, row, timestamp);
          if (found != null) {
            return found;
          }
        }
      }
      return null;
    } finally {
      rows.segment().release();
    }
  }

  private @Nullable TimestampedOffset firstInBatch(Rows rows, int row, long timestamp) {
    RecordBatch batch;
    try {
      batch = RecordBatch.only(new BatchReader(rows).batch(row));
    } catch (Corrupt e) {
      log.error("passed over in a search by time: {}", e.getMessage());
      return null;
    }
    if (batch.isControl()) {
      return null;
    }
    try (Records records = batch.records(MOST_DECOMPRESSED)) {
      for (LogRecord record : records) {
        if (record.timestamp() >= timestamp && record.offset() >= logStart) {
          return new TimestampedOffset(record.offset(), record.timestamp(), batch.leaderEpoch());
        }
      }
    } catch (InvalidBatchException e) {
      log.warn(
          "{} of {} was passed over in a search by time: {}", batch, partition, e.getMessage());
    }
    return null;
  }

  /**
   * The greatest timestamp of any record, if it is greater than a known one; a batch that the log
   * start cuts, or that may be the end of a transaction, is read to know.
   */
  private long greatestInPiece(int piece, long known) {
    Rows rows = hold(piece);
    if (rows == null) {
      return Long.MIN_VALUE;
    }
    try {
      long greatest = Long.MIN_VALUE;
      if (rows.maxTimestamp() <= known) {
        return greatest;
      }
      for (int row = 0; row < rows.count() && rows.baseOffset(row) < end; row++) {
        if (rows.size(row) > 0
            && rows.endOffset(row) > logStart
            && rows.maxTimestamp(row) > greatest) {
          boolean isTold = rows.baseOffset(row) >= logStart && rows.size(row) > MOST_MARKER_BYTES;
          greatest =
              Math.max(greatest, isTold ? rows.maxTimestamp(row) : greatestInBatch(rows, row));
        }
      }
      return greatest;
    } finally {
      rows.segment().release();
    }
  }

  private long greatestInBatch(Rows rows, int row) {
    long greatest = Long.MIN_VALUE;
    try {
      RecordBatch batch = RecordBatch.only(new BatchReader(rows).batch(row));
      if (batch.isControl()) {
        return greatest;
      }
      try (Records records = batch.records(MOST_DECOMPRESSED)) {
        for (LogRecord record : records) {
          if (record.offset() >= logStart) {
            greatest = Math.max(greatest, record.timestamp());
          }
        }
      }
    } catch (Corrupt | InvalidBatchException e) {
      log.warn("passed over in a search by time: {}", e.getMessage());
    }
    return greatest;
  }
}

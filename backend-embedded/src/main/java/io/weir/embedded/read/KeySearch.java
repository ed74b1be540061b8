package io.weir.embedded.read;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.weir.backend.BackendException.Corrupt;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Isolation;
import io.weir.backend.KeyRead;
import io.weir.backend.KeyReadResult;
import io.weir.backend.Offsets;
import io.weir.embedded.index.KeyHashes;
import io.weir.embedded.index.PartitionIndex;
import io.weir.embedded.index.Rows;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.storage.Mapped;
import io.weir.record.InvalidBatchException;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import org.jspecify.annotations.Nullable;

/**
 * Finds batches by a key: by the index where it knows the keys, by looking into batches where it
 * does not. May wait for the disk; used by one thread, once.
 */
public final class KeySearch {
  /** So many segments are looked at in one call. */
  public static final int MOST_PIECES = 256;

  /** So many bytes of batches are looked at, decompressed if need be, and the batch beyond. */
  public static final int MOST_LOOKED_BYTES = 16 << 20;

  /** What a batch counts beside its bytes. */
  private static final int BATCH_COST = 256;

  /** The most a batch may take decompressed; one that would take more may have any key. */
  private static final int MOST_DECOMPRESSED = 128 << 20;

  private final LogState state;
  private final Partition partition;
  private final KeyRead request;
  private final ByteBuf key;
  private final int hash;
  private final long end;

  /** Everything before it was looked at. */
  private long next;

  private long looked;
  private @Nullable ByteBuf found;

  /**
   * @param request in the range of what there is
   * @param key its key, for as long as this takes
   * @param offsets where the partition begins and ends, or did a moment ago
   */
  KeySearch(LogState state, Partition partition, KeyRead request, ByteBuf key, Offsets offsets) {
    this.state = state;
    this.partition = partition;
    this.request = request;
    this.key = key;
    this.hash = KeyHashes.of(key);
    this.end = offsets.end(request.isolation());
    this.next = request.offset();
  }

  /**
   * @throws Corrupt if nothing but damage comes first
   */
  KeyReadResult run(Offsets offsets) {
    boolean answered = false;
    try {
      if (next < end) {
        look();
      }
      if (request.offset() < partition.logStart()) {
        throw LogReader.outOfRange(partition, request.offset(), partition.offsets());
      }
      Mapped.settle();
      answered = true;
      ByteBuf batches = found;
      return new KeyReadResult(batches == null ? Unpooled.EMPTY_BUFFER : batches, next, offsets);
    } finally {
      if (!answered && found != null) {
        found.release();
      }
    }
  }

  private void look() {
    PartitionIndex index = partition.rows();
    int piece = index.pieceFor(next);
    for (int pieces = 0; piece < index.pieces(); pieces++) {
      if (pieces == MOST_PIECES) {
        return;
      }
      Rows rows = LogReader.hold(index, piece, partition, state, true);
      PartitionIndex now = partition.rows();
      if (rows != null) {
        try {
          if (!look(rows)) {
            return;
          }
        } finally {
          rows.segment().release();
        }
        piece++;
      } else if (now == index) {
        checkForClosing(index, piece);
        piece++;
      } else { // perhaps it was collected, and is elsewhere
        index = now;
        piece = now.pieceFor(next);
      }
    }
    if (!isLost(end)) {
      next = end;
    }
  }

  private void checkForClosing(PartitionIndex index, int piece) {
    if (piece == index.sealedPieces() || state.sealed().containsKey(index.segment(piece))) {
      throw new Unavailable("a segment of " + partition + " is being closed");
    }
  }

  /** Looks at one piece; returns whether to go on behind it. */
  private boolean look(Rows rows) {
    if (isLost(Math.min(rows.firstOffset(), end))) {
      return false;
    }
    BatchReader reader = new BatchReader(rows);
    int row = reader.rowFor(next);
    if (row < rows.count() && LogReader.isSkippedBehindDamage(partition, next, rows, row)) {
      row++;
    }
    row = rows.nextWith(hash, row);
    while (row < rows.count() && rows.baseOffset(row) < end) {
      if (looked >= MOST_LOOKED_BYTES) {
        reached(rows.baseOffset(row));
        return false;
      }
      if (!look(rows, row, reader)) {
        return false;
      }
      row = rows.nextWith(hash, row + 1);
    }
    reached(Math.min(end, rows.nextOffset()));
    return next < end;
  }

  /** Looks at one row that may have the key; returns whether to go on behind it. */
  private boolean look(Rows rows, int row, BatchReader reader) {
    RecordBatch batch;
    try {
      if (reader.lacksBefore(row, partition)) {
        reached(reader.end(row - 1));
        if (isLost(rows.baseOffset(row))) {
          return false;
        }
      }
      batch = RecordBatch.only(reader.batch(row));
    } catch (Corrupt damage) {
      if (found == null && rows.baseOffset(row) <= request.offset()) {
        throw damage;
      }
      reached(rows.baseOffset(row));
      return false;
    }
    looked += BATCH_COST + batch.sizeInBytes();
    if (!batch.isControl() && (rows.hasKnownKeys(row) || hasKey(batch)) && isShown(batch)) {
      return take(batch);
    }
    reached(batch.nextOffset());
    return true;
  }

  private boolean hasKey(RecordBatch batch) {
    try (Records records = batch.records(MOST_DECOMPRESSED)) {
      for (LogRecord record : records) {
        ByteBuf own = record.key();
        ByteBuf value = record.value();
        looked += value == null ? 0 : value.readableBytes();
        if (own != null && ByteBufUtil.equals(own, key)) {
          return true;
        }
      }
      return false;
    } catch (InvalidBatchException e) {
      return true; // nobody can say what is in it
    }
  }

  private boolean isShown(RecordBatch batch) {
    return request.isolation() == Isolation.UNCOMMITTED
        || !batch.isTransactional()
        || !new AbortedSearch(state, partition).isAborted(batch);
  }

  private boolean take(RecordBatch batch) {
    ByteBuf out = found;
    if (out == null) {
      out = PooledByteBufAllocator.DEFAULT.directBuffer(batch.sizeInBytes());
      found = out;
    } else if (out.readableBytes() + (long) batch.sizeInBytes() > request.maxBytes()) {
      reached(batch.baseOffset());
      return false;
    }
    out.writeBytes(batch.slice());
    reached(batch.nextOffset());
    return true;
  }

  private void reached(long offset) {
    next = Math.max(next, Math.min(end, offset));
  }

  /**
   * Whether something is lost between what was looked at and an offset.
   *
   * @throws Corrupt if it is, and comes first
   */
  private boolean isLost(long base) {
    if (next >= base
        || request.offset() < partition.logStart()
        || partition.epochs().skipped(next, base)) {
      return false;
    }
    if (next == request.offset()) {
      throw LogReader.lost(partition, next, base);
    }
    return true;
  }
}

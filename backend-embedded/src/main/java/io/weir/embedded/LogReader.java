package io.weir.embedded;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.OffsetOutOfRange;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Offsets;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TimestampedOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers reads. What lies in the active segment was written by this process and is in memory, so
 * it is read on the caller's thread; sealed segments are read by {@link ReadThreads}, which may
 * wait for the disk.
 */
final class LogReader {
  private final LogState state;
  private final ReadThreads threads;

  LogReader(LogState state, ReadThreads threads) {
    this.state = state;
    this.threads = threads;
  }

  void read(Read request, Partition partition, Reply<ReadResult> reply) {
    Offsets offsets = partition.offsets();
    PartitionIndex index = partition.rows();
    if (isInRange(request, partition, offsets, reply)) {
      if (request.offset() == offsets.highWatermark() || index.pieces() == 0) {
        reply.succeed(new ReadResult(Unpooled.EMPTY_BUFFER, offsets, List.of()));
      } else if (index.pieceFor(request.offset()) == index.segments().length) {
        answer(reply, () -> read(request, partition));
      } else {
        threads.run(reply, () -> read(request, partition));
      }
    }
  }

  void offsetForTimestamp(
      Partition partition, long timestamp, Reply<Optional<TimestampedOffset>> reply) {
    threads.run(reply, () -> new TimestampSearch(state, partition).firstFrom(timestamp));
  }

  void offsetOfMaxTimestamp(Partition partition, Reply<Optional<TimestampedOffset>> reply) {
    threads.run(reply, () -> new TimestampSearch(state, partition).firstOfGreatest());
  }

  private static boolean isInRange(
      Read request, Partition partition, Offsets offsets, Reply<ReadResult> reply) {
    long offset = request.offset();
    if (offset >= offsets.logStart() && offset <= offsets.highWatermark()) {
      return true;
    }
    reply.fail(outOfRange(partition, offset, offsets));
    return false;
  }

  private static OffsetOutOfRange outOfRange(Partition partition, long offset, Offsets offsets) {
    return new OffsetOutOfRange(
        "offset %d is outside %s, which has %d to %d"
            .formatted(offset, partition, offsets.logStart(), offsets.highWatermark()),
        offsets);
  }

  private static <T> void answer(Reply<T> reply, Supplier<T> work) {
    T value;
    try {
      value = work.get();
    } catch (BackendException e) {
      reply.fail(e);
      return;
    }
    reply.succeed(value);
  }

  /**
   * The high watermark is looked at before the rows and the log start after them: so neither lies
   * about them.
   */
  private ReadResult read(Read request, Partition partition) {
    Offsets offsets = partition.offsets();
    PartitionIndex index = partition.rows();
    int piece = index.pieceFor(request.offset());
    while (piece < index.pieces()) {
      ByteBuf batches = readPiece(request, partition, index, piece, offsets.highWatermark());
      if (batches == null) {
        piece++;
      } else if (request.offset() < partition.logStart()) {
        batches.release();
        throw outOfRange(partition, request.offset(), partition.offsets());
      } else {
        return new ReadResult(batches, offsets, List.of());
      }
    }
    if (request.offset() < partition.logStart()) {
      throw outOfRange(partition, request.offset(), partition.offsets());
    }
    return new ReadResult(Unpooled.EMPTY_BUFFER, offsets, List.of());
  }

  /** What one piece has from the offset on; null if that is nothing. */
  private @Nullable ByteBuf readPiece(
      Read request, Partition partition, PartitionIndex index, int piece, long end) {
    Rows rows = hold(index, piece, partition, state);
    if (rows == null) {
      if (partition.rows() == index && request.offset() >= partition.logStart()) {
        throw new Unavailable("a segment of " + partition + " is being closed");
      }
      return null; // trimmed away meanwhile
    }
    try {
      BatchReader reader = new BatchReader(rows);
      int row = reader.rowFor(request.offset());
      return row < rows.count() && rows.baseOffset(row) < end
          ? reader.read(row, end, request.maxBytes())
          : null;
    } finally {
      rows.segment().release();
    }
  }

  /** The rows of one piece of a partition, with their segment held; null if the segment is gone. */
  static @Nullable Rows hold(PartitionIndex index, int piece, Partition partition, LogState state) {
    if (piece == index.segments().length) {
      ActiveRows active = index.active();
      return active != null && active.segment().retain() ? active : null;
    }
    SealedSegment sealed = state.sealed().get(index.segments()[piece]);
    if (sealed == null || !sealed.segment().retain()) {
      return null;
    }
    return sealed.rows(partition.number());
  }
}

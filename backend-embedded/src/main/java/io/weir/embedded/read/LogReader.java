package io.weir.embedded.read;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.backend.BackendException.Corrupt;
import io.weir.backend.BackendException.OffsetOutOfRange;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Isolation;
import io.weir.backend.KeyRead;
import io.weir.backend.KeyReadResult;
import io.weir.backend.Offsets;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.ReadResult.AbortedTransaction;
import io.weir.backend.TimestampedOffset;
import io.weir.embedded.index.ActiveRows;
import io.weir.embedded.index.PartitionIndex;
import io.weir.embedded.index.Rows;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.Reply;
import io.weir.embedded.state.Topic;
import io.weir.embedded.storage.Mapped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers reads. The tail of the log was written by this process a moment ago and is in memory, so
 * it is read on the caller's thread; all else is read by {@link ReadThreads}, which may wait for
 * the disk.
 */
public final class LogReader {
  private static final Logger log = LoggerFactory.getLogger(LogReader.class);

  private final LogState state;
  private final ReadThreads threads;

  public LogReader(LogState state, ReadThreads threads) {
    this.state = state;
    this.threads = threads;
  }

  public void read(Read request, Partition partition, Reply<ReadResult> reply) {
    Offsets offsets = partition.offsets();
    PartitionIndex index = partition.rows();
    if (isInRange(request.offset(), partition, offsets, reply)) {
      if (request.offset() >= end(request, offsets)) {
        reply.succeed(new ReadResult(Unpooled.EMPTY_BUFFER, offsets, List.of()));
      } else if (isTail(index, request.offset())) {
        ReadThreads.answer(reply, () -> read(request, partition)).run();
      } else {
        threads.run(reply, () -> contained(partition, () -> read(request, partition)));
      }
    }
  }

  /**
   * Looks for a key, where the disk may be waited for.
   *
   * @param key its bytes, for as long as that takes
   */
  public void readByKey(
      KeyRead request, ByteBuf key, Partition partition, Reply<KeyReadResult> reply) {
    Offsets offsets = partition.offsets();
    if (isInRange(request.offset(), partition, offsets, reply)) {
      threads.run(reply, () -> contained(partition, () -> search(request, key, partition)));
    }
  }

  private KeyReadResult search(KeyRead request, ByteBuf key, Partition partition) {
    Offsets now = partition.offsets();
    return new KeySearch(state, partition, request, key, now).run(now);
  }

  /** How far the reader sees. */
  private static long end(Read request, Offsets offsets) {
    return request.isolation() == Isolation.COMMITTED
        ? offsets.lastStable()
        : offsets.highWatermark();
  }

  private static boolean isTail(PartitionIndex index, long offset) {
    ActiveRows active = index.active();
    return active != null
        && index.pieceFor(offset) == index.sealedPieces()
        && active.trusted(Math.max(0, active.floor(offset)));
  }

  public void offsetForTimestamp(
      Partition partition, long timestamp, Reply<Optional<TimestampedOffset>> reply) {
    threads.run(
        reply,
        () ->
            contained(partition, () -> new TimestampSearch(state, partition).firstFrom(timestamp)));
  }

  public void offsetOfMaxTimestamp(Partition partition, Reply<Optional<TimestampedOffset>> reply) {
    threads.run(
        reply,
        () -> contained(partition, () -> new TimestampSearch(state, partition).firstOfGreatest()));
  }

  /**
   * How many bytes topics keep, in their order; 0 for those that are not there. Looks at indexes
   * where the log start of a partition has moved into a sealed segment since it was asked last.
   */
  public void sizes(List<UUID> topics, Reply<long[]> reply) {
    threads.run(
        reply,
        () -> {
          long[] sizes = new long[topics.size()];
          for (int i = 0; i < sizes.length; i++) {
            sizes[i] = size(topics.get(i));
          }
          return sizes;
        });
  }

  private long size(UUID id) {
    Topic topic = state.topic(id);
    long bytes = 0;
    if (topic != null) {
      for (Partition partition : topic.partitions()) {
        bytes += size(partition);
      }
    }
    return bytes;
  }

  private long size(Partition partition) {
    PartitionIndex index = partition.rows();
    long start = partition.logStart();
    return StoredBytes.isInMemory(partition, index, start)
        ? StoredBytes.of(partition, index, start, state)
        : contained(partition, () -> StoredBytes.of(partition, index, start, state));
  }

  /**
   * Does a read. If it meets a page of an index that cannot be read, those of the partition are
   * checked, made again where they are not whole, and the read is tried once more.
   */
  private <T> T contained(Partition partition, Supplier<T> work) {
    try {
      return settled(work);
    } catch (InternalError e) {
      Mapped.rethrowOthers(e);
      log.error("an index of {} cannot be read, and is checked", partition, e);
    }
    PartitionIndex index = partition.rows();
    for (int piece = 0; piece < index.sealedPieces(); piece++) {
      SealedSegment sealed = state.sealed().get(index.segment(piece));
      if (sealed != null) {
        sealed.suspect();
      }
    }
    try {
      return settled(work);
    } catch (InternalError e) {
      Mapped.rethrowOthers(e);
      throw new Unavailable(
          "the log of " + partition + " gives an input/output error; try again", e);
    }
  }

  /** Errors of mapped memory come before the outcome, whatever that is. */
  private static <T> T settled(Supplier<T> work) {
    try {
      return work.get();
    } finally {
      Mapped.settle();
    }
  }

  private static boolean isInRange(
      long offset, Partition partition, Offsets offsets, Reply<?> reply) {
    if (offset >= offsets.logStart() && offset <= offsets.highWatermark()) {
      return true;
    }
    reply.fail(outOfRange(partition, offset, offsets));
    return false;
  }

  static OffsetOutOfRange outOfRange(Partition partition, long offset, Offsets offsets) {
    return new OffsetOutOfRange(
        "offset %d is outside %s, which has %d to %d"
            .formatted(offset, partition, offsets.logStart(), offsets.highWatermark()),
        offsets);
  }

  /**
   * The high watermark is looked at before the rows and the log start after them: so neither lies
   * about them.
   */
  private ReadResult read(Read request, Partition partition) {
    Offsets offsets = partition.offsets();
    long offset = request.offset();
    if (offset >= end(request, offsets)) {
      return new ReadResult(Unpooled.EMPTY_BUFFER, offsets, List.of());
    }
    ByteBuf batches = readPieces(request, partition, offsets, partition.rows());
    if (offset < partition.logStart()) {
      if (batches != null) {
        batches.release();
      }
      throw outOfRange(partition, offset, partition.offsets());
    }
    if (batches == null) {
      throw lost(partition, offset, offsets.highWatermark());
    }
    return new ReadResult(batches, offsets, aborted(request, partition, batches));
  }

  private List<AbortedTransaction> aborted(Read request, Partition partition, ByteBuf batches) {
    if (request.isolation() == Isolation.UNCOMMITTED || !batches.isReadable()) {
      return List.of();
    }
    try {
      List<AbortedTransaction> found =
          new AbortedSearch(state, partition).concerning(request.offset(), batches);
      Mapped.settle();
      return found;
    } catch (RuntimeException | Error e) {
      batches.release();
      throw e;
    }
  }

  /**
   * What the first piece that has any has from the offset on; null if none has.
   *
   * @param pieces the partition's, as they were a moment ago
   */
  public @Nullable ByteBuf readPieces(
      Read request, Partition partition, Offsets offsets, PartitionIndex pieces) {
    PartitionIndex index = pieces;
    long offset = request.offset();
    long known = offsets.logStart();
    for (int piece = index.pieceFor(offset); piece < index.pieces(); piece++) {
      Rows rows = hold(index, piece, partition, state);
      if (rows == null) {
        PartitionIndex now = partition.rows();
        if (now == index) {
          checkForClosing(partition, index, piece);
        } else { // perhaps it was collected, and is elsewhere
          index = now;
          piece = now.pieceFor(offset) - 1;
          known = offsets.logStart();
        }
        continue;
      }
      try {
        checkForLoss(partition, offset, known, rows.firstOffset());
        BatchReader reader = new BatchReader(rows);
        int row = reader.rowFor(offset);
        if (row < rows.count() && isSkippedBehindDamage(partition, offset, rows, row)) {
          row++;
        }
        if (row < rows.count()) {
          if (offset < rows.baseOffset(row) && reader.lacksBefore(row, partition)) {
            throw lost(partition, offset, rows.baseOffset(row));
          }
          return reader.read(row, end(request, offsets), request.maxBytes(), partition);
        }
        known = Math.max(known, rows.nextOffset());
      } finally {
        rows.segment().release();
      }
    }
    return null;
  }

  /** Of a damaged batch nobody can tell how far it reached, but for what never was its. */
  static boolean isSkippedBehindDamage(Partition partition, long offset, Rows rows, int row) {
    return rows.size(row) == 0 && partition.epochs().skipped(offset, rows.endOffset(row));
  }

  /**
   * Between two pieces, or before the first that is left, offsets were skipped, or trimmed a moment
   * ago, or a whole segment is lost: then that is said before anything after it is served.
   */
  private static void checkForLoss(Partition partition, long offset, long from, long base) {
    if (offset < base && from < base && !partition.epochs().skipped(from, base)) {
      if (offset < partition.logStart()) {
        throw outOfRange(partition, offset, partition.offsets());
      }
      throw lost(partition, offset, base);
    }
  }

  static Corrupt lost(Partition partition, long from, long to) {
    return new Corrupt(
        "offsets %d to %d of %s are lost, for what told of them is damaged; %d is next"
            .formatted(from, to - 1, partition, to),
        to);
  }

  /** A segment that was dropped has nothing from the log start on; but all may be closing. */
  private void checkForClosing(Partition partition, PartitionIndex index, int piece) {
    if (piece == index.sealedPieces() || state.sealed().containsKey(index.segment(piece))) {
      throw new Unavailable("a segment of " + partition + " is being closed");
    }
  }

  /** The rows of one piece of a partition, with their segment held; null if the segment is gone. */
  public static @Nullable Rows hold(
      PartitionIndex index, int piece, Partition partition, LogState state) {
    return hold(index, piece, partition, state, false);
  }

  /**
   * The same.
   *
   * @param keyed whether keys are going to be asked for
   */
  public static @Nullable Rows hold(
      PartitionIndex index, int piece, Partition partition, LogState state, boolean keyed) {
    if (piece == index.sealedPieces()) {
      ActiveRows active = index.active();
      return active != null && active.segment().retain() ? active : null;
    }
    SealedSegment sealed = state.sealed().get(index.segment(piece));
    if (sealed == null || !sealed.segment().retain()) {
      return null;
    }
    try {
      return keyed ? sealed.keyedRows(partition.number()) : sealed.rows(partition.number());
    } catch (RuntimeException | Error e) {
      sealed.segment().release();
      throw e;
    }
  }
}

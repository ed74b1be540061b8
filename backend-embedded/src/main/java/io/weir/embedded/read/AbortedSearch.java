package io.weir.embedded.read;

import io.netty.buffer.ByteBuf;
import io.weir.backend.ReadResult.AbortedTransaction;
import io.weir.embedded.index.PartitionIndex;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.PartitionTransactions;
import io.weir.record.BatchFormat;
import io.weir.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the aborted transactions that concern what was read of a partition. Their markers lie where
 * it was read or behind it, so the indexes of those segments are looked at, and then what is in
 * memory of the active one; up to a marker that says that nothing behind it began before the end of
 * what was read.
 */
final class AbortedSearch {
  private final LogState state;
  private final Partition partition;

  /** To be made once it is known what is read: what ends later does not concern it. */
  AbortedSearch(LogState state, Partition partition) {
    this.state = state;
    this.partition = partition;
  }

  /**
   * @param offset from which was asked
   * @param batches what is given, whole batches
   */
  List<AbortedTransaction> concerning(long offset, ByteBuf batches) {
    return hasNone()
        ? List.of()
        : ranges(offset, end(batches)).stream().map(AbortedRange::told).toList();
  }

  /** Whether a batch, which is not of an open transaction, is of an aborted one. */
  boolean isAborted(RecordBatch batch) {
    return !hasNone()
        && ranges(batch.baseOffset(), batch.nextOffset()).stream()
            .anyMatch(
                range ->
                    range.producer() == batch.producerId()
                        && range.concerns(batch.baseOffset(), batch.nextOffset()));
  }

  private boolean hasNone() {
    PartitionTransactions some = partition.transactions();
    return some.segments().length == 0 && some.aborted().isEmpty();
  }

  private List<AbortedRange> ranges(long offset, long end) {
    List<AbortedRange> found = null;
    while (found == null) {
      PartitionIndex pieces = partition.rows();
      PartitionTransactions transactions = partition.transactions();
      // Pieces change before what is known of their transactions does, so both are of one time.
      if (pieces == partition.rows()) {
        found = search(pieces, transactions, offset, end);
      }
    }
    return found;
  }

  /** Null if a piece went meanwhile, for others took its place. */
  private @Nullable List<AbortedRange> search(
      PartitionIndex pieces, PartitionTransactions transactions, long offset, long end) {
    List<AbortedRange> found = new ArrayList<>();
    for (int piece = pieces.pieceFor(offset); piece < pieces.sealedPieces(); piece++) {
      int number = pieces.segment(piece);
      if (transactions.isAbortedIn(number)) {
        List<AbortedRange> ranges = inSegment(number);
        if (ranges == null && pieces != partition.rows()) {
          return null;
        }
        // What was dropped took all that it concerned with it.
        if (ranges != null && search(ranges, offset, end, found)) {
          return found;
        }
      }
    }
    search(transactions.aborted(), offset, end, found);
    return found;
  }

  private @Nullable List<AbortedRange> inSegment(int number) {
    SealedSegment sealed = state.sealed().get(number);
    if (sealed == null || !sealed.segment().retain()) {
      return null;
    }
    try {
      return sealed.aborted(partition.number());
    } finally {
      sealed.segment().release();
    }
  }

  /** Collects those that concern a range; true if no later one can. */
  private static boolean search(
      List<AbortedRange> ranges, long from, long to, List<AbortedRange> found) {
    for (AbortedRange range : ranges) {
      if (range.concerns(from, to)) {
        found.add(range);
      }
      if (range.stable() >= to) {
        return true;
      }
    }
    return false;
  }

  /** The offset after the last batch. */
  private static long end(ByteBuf batches) {
    int last = batches.readerIndex();
    int next = last;
    while (next < batches.writerIndex()) {
      last = next;
      next += batches.getInt(next + BatchFormat.LENGTH) + BatchFormat.LENGTH_OVERHEAD;
    }
    return batches.getLong(last + BatchFormat.BASE_OFFSET)
        + batches.getInt(last + BatchFormat.LAST_OFFSET_DELTA)
        + 1;
  }
}

package io.weir.embedded;

import io.netty.buffer.ByteBuf;
import io.weir.backend.ReadResult.AbortedTransaction;
import io.weir.record.BatchFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the aborted transactions that concern what was read of a partition. Their markers lie where
 * it was read or behind it, so the indexes of those segments are looked at, and then what is in
 * memory of the active one; up to a marker that says that nothing behind it began before the end of
 * what was read.
 */
final class AbortedSearch {
  private final LogState state;
  private final Partition partition;
  private final PartitionTransactions transactions;

  /** To be made once it is known what is read: what ends later does not concern it. */
  AbortedSearch(LogState state, Partition partition) {
    this.state = state;
    this.partition = partition;
    this.transactions = partition.transactions();
  }

  /**
   * @param offset from which was asked
   * @param batches what is given, whole batches
   */
  List<AbortedTransaction> concerning(long offset, ByteBuf batches) {
    if (transactions.segments().length == 0 && transactions.aborted().isEmpty()) {
      return List.of();
    }
    long end = end(batches);
    List<AbortedTransaction> found = new ArrayList<>();
    PartitionIndex rows = partition.rows();
    int piece = rows.pieceFor(offset);
    int first = piece < rows.segments().length ? rows.segments()[piece] : Integer.MAX_VALUE;
    for (int number : transactions.segments()) {
      if (number >= first && search(inSegment(number), offset, end, found)) {
        return found;
      }
    }
    search(transactions.aborted(), offset, end, found);
    return found;
  }

  private List<AbortedRange> inSegment(int number) {
    SealedSegment sealed = state.sealed().get(number);
    if (sealed == null || !sealed.segment().retain()) {
      return List.of(); // dropped, and with it all that it concerned
    }
    try {
      return sealed.aborted(partition.number());
    } finally {
      sealed.segment().release();
    }
  }

  /** Collects those that concern a range; true if no later one can. */
  private static boolean search(
      List<AbortedRange> ranges, long from, long to, List<AbortedTransaction> found) {
    for (AbortedRange range : ranges) {
      if (range.concerns(from, to)) {
        found.add(range.told());
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

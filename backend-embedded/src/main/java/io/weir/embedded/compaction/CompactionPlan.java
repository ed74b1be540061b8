package io.weir.embedded.compaction;

import io.weir.backend.Compaction;
import io.weir.embedded.index.PartitionIndex;
import io.weir.embedded.index.Rows;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.read.LogReader;
import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.state.CompactionState;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.PartitionTransactions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pass of compaction goes over: the pieces of a partition from its first one on, as far as
 * they are sealed, stable and old enough. Their segments are held until it is closed.
 *
 * @param pieces next to one another, at least one
 * @param aborted the transactions that wrote into them and were aborted
 * @param before how far the last pass came
 */
record CompactionPlan(
    Partition partition, List<Rows> pieces, List<AbortedRange> aborted, CompactionState before)
    implements AutoCloseable {

  /** Null if there is nothing that is worth it now, or something is going away. */
  static @Nullable CompactionPlan of(
      Partition partition, LogState state, Set<Integer> excluded, long nowMillis) {
    List<Rows> pieces = new ArrayList<>();
    CompactionPlan made = null;
    try {
      hold(partition, state, excluded, nowMillis, pieces);
      CompactionState before = partition.compaction();
      if (isWorthIt(partition, pieces, before, nowMillis) && areWhole(pieces)) {
        List<AbortedRange> aborted = aborted(partition, state, to(pieces));
        if (aborted != null) {
          made = new CompactionPlan(partition, List.copyOf(pieces), aborted, before);
        }
      }
      return made;
    } finally {
      if (made == null) {
        pieces.forEach(each -> each.segment().release());
      }
    }
  }

  private static void hold(
      Partition partition,
      LogState state,
      Set<Integer> excluded,
      long nowMillis,
      List<Rows> pieces) {
    long stable = partition.offsets().lastStable();
    long minLag = partition.topic().settings().compaction().minLagMillis();
    PartitionIndex index = partition.rows();
    for (int piece = 0; piece < index.sealedPieces(); piece++) {
      Rows rows =
          excluded.contains(index.segment(piece))
              ? null
              : LogReader.hold(index, piece, partition, state);
      if (rows == null && pieces.isEmpty() && isGone(index, piece, partition, state)) {
        continue;
      }
      if (rows == null) {
        return;
      }
      boolean isOldEnough = minLag == 0 || rows.maxTimestamp() <= nowMillis - minLag;
      if (rows.nextOffset() > stable || !isOldEnough || !follows(partition, pieces, rows)) {
        rows.segment().release();
        return;
      }
      pieces.add(rows);
    }
  }

  /**
   * Whether a piece went with its segment because nothing of it lies past the log start. The last
   * one there was is known as a piece until the log start moves into another.
   */
  private static boolean isGone(
      PartitionIndex index, int piece, Partition partition, LogState state) {
    int number = index.segment(piece);
    return !state.sealed().containsKey(number) && partition.rows().holds(number);
  }

  /** What is lost between two pieces must not seem to have been left out. */
  private static boolean follows(Partition partition, List<Rows> pieces, Rows next) {
    return pieces.isEmpty()
        || to(pieces) >= next.firstOffset()
        || partition.epochs().skipped(to(pieces), next.firstOffset());
  }

  private static boolean isWorthIt(
      Partition partition, List<Rows> pieces, CompactionState before, long nowMillis) {
    if (pieces.isEmpty() || to(pieces) <= partition.logStart()) {
      return false;
    }
    if (before.horizon() <= nowMillis && before.cleanEnd() > partition.logStart()) {
      return true;
    }
    long clean = 0;
    long dirty = 0;
    long oldest = -1;
    for (Rows rows : pieces) {
      if (rows.nextOffset() <= before.cleanEnd()) {
        clean += rows.bytes();
      } else {
        int first = firstDirty(rows, before.cleanEnd());
        long cleanHere = 0;
        for (int row = 0; row < first; row++) {
          cleanHere += rows.size(row);
        }
        clean += cleanHere;
        dirty += rows.bytes() - cleanHere;
        if (oldest < 0 && first < rows.count()) {
          oldest = rows.maxTimestamp(first);
        }
      }
    }
    Compaction settings = partition.topic().settings().compaction();
    boolean isOverdue = oldest >= 0 && oldest <= nowMillis - settings.maxLagMillis();
    return dirty > 0 && (isOverdue || dirty > settings.dirtyRatio() * (clean + dirty));
  }

  /** The first row in which something may be that the last pass has not seen. */
  static int firstDirty(Rows rows, long cleanEnd) {
    int row = 0;
    if (rows.firstOffset() < cleanEnd) {
      row = Math.max(0, rows.floor(cleanEnd));
    }
    while (row < rows.count() && rows.endOffset(row) <= cleanEnd) {
      row++;
    }
    return row;
  }

  /** What is damaged is not compacted: nobody can say what was in it. */
  private static boolean areWhole(List<Rows> pieces) {
    for (Rows rows : pieces) {
      for (int row = 0; row < rows.count(); row++) {
        if (rows.size(row) == 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Also of those whose markers lie behind the pieces; null if a segment went meanwhile. */
  private static @Nullable List<AbortedRange> aborted(
      Partition partition, LogState state, long to) {
    PartitionIndex pieces;
    PartitionTransactions transactions;
    do {
      pieces = partition.rows();
      transactions = partition.transactions();
      // Pieces change before what is known of their transactions does, so both are of one time.
    } while (pieces != partition.rows());
    List<AbortedRange> all = new ArrayList<>(transactions.aborted());
    for (int number : transactions.segments()) {
      SealedSegment sealed = state.sealed().get(number);
      if (sealed == null || !sealed.segment().retain()) {
        return null;
      }
      try {
        all.addAll(sealed.aborted(partition.number()));
      } finally {
        sealed.segment().release();
      }
    }
    all.removeIf(range -> range.first() >= to);
    return all;
  }

  private static long to(List<Rows> pieces) {
    return pieces.getLast().nextOffset();
  }

  /** The offset before which everything is compacted. */
  long to() {
    return to(pieces);
  }

  @Override
  public void close() {
    pieces.forEach(each -> each.segment().release());
  }
}

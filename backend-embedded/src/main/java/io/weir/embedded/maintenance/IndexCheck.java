package io.weir.embedded.maintenance;

import io.weir.embedded.index.ActiveKeys;
import io.weir.embedded.index.KeyHashes;
import io.weir.embedded.index.Rows;
import io.weir.embedded.index.SegmentIndex;
import io.weir.embedded.index.SegmentRows;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.state.LogState;
import java.util.Arrays;
import java.util.function.Consumer;

/** Holds the index of a segment against what the segment itself has. */
final class IndexCheck {
  private final SegmentIndex index;
  private final SegmentRows found;
  private final Segment segment;
  private final OffsetCheck offsets;
  private final Consumer<String> report;

  IndexCheck(
      SegmentIndex index,
      SegmentRows found,
      Segment segment,
      OffsetCheck offsets,
      Consumer<String> report) {
    this.index = index;
    this.found = found;
    this.segment = segment;
    this.offsets = offsets;
    this.report = report;
  }

  /**
   * Compares them: every batch of a partition that there is has its row, and every row its batch.
   *
   * @param state what the log amounts to; partitions that were deleted may have no rows
   */
  void compare(LogState state) {
    for (SegmentIndex.Source source : found.sources()) {
      int number = source.partition();
      if (state.partitions().get(number) != null) {
        compare(number, source.rows(), index.rows(number, segment), "has no row for");
        if (!index.aborted(number).equals(source.aborted())) {
          report.accept("its aborted transactions of " + offsets.name(number) + " are others");
        }
        compareKeys(number, index.rows(number, segment), source.rows());
      }
    }
    for (int slot = 0; slot < index.partitions(); slot++) {
      int number = index.partition(slot);
      compare(number, index.rows(number, segment), found.rows(number), "has a row of nothing for");
    }
  }

  /** Tells of the first row that has no counterpart: where one is wrong, most are. */
  private void compare(int partition, Rows rows, Rows others, String lack) {
    for (int row = 0; row < rows.count(); row++) {
      if (rows.size(row) > 0 && !isIn(others, rows, row)) {
        report.accept(
            "%s offset %d of %s at position %d"
                .formatted(
                    lack, rows.baseOffset(row), offsets.name(partition), rows.position(row)));
        return;
      }
    }
  }

  /**
   * The index must know every key that there is, and may know none that there is not. Either side
   * may say that a row has any.
   */
  private void compareKeys(int partition, Rows rows, Rows others) {
    long[] keys = rows.keys();
    long[] found = others.keys();
    if (keys == null || found == null || rows.count() != others.count()) {
      return; // there are none; or rows are missing, which was told
    }
    int lacking = firstMissing(found, keys);
    int wrong = firstMissing(keys, found);
    if (lacking >= 0) {
      report.accept("lacks a key of offset " + named(others, lacking, partition));
    } else if (wrong >= 0) {
      report.accept("has a key that is not there for offset " + named(rows, wrong, partition));
    }
  }

  private String named(Rows rows, int row, int partition) {
    return rows.baseOffset(row) + " of " + offsets.name(partition);
  }

  /** The first row with a key here that is not there, where not any key is; -1 if none has. */
  private static int firstMissing(long[] keys, long[] there) {
    for (long posting : keys) {
      int row = (int) posting;
      boolean any = (int) (posting >> 32) == KeyHashes.ANY;
      if (!any
          && Arrays.binarySearch(there, posting) < 0
          && Arrays.binarySearch(there, ActiveKeys.posting(KeyHashes.ANY, row)) < 0) {
        return row;
      }
    }
    return -1;
  }

  private static boolean isIn(Rows others, Rows rows, int row) {
    int other = others.floor(rows.baseOffset(row));
    return other >= 0
        && others.baseOffset(other) == rows.baseOffset(row)
        && others.position(other) == rows.position(row)
        && others.size(other) == rows.size(row)
        && others.maxTimestamp(other) == rows.maxTimestamp(row);
  }
}

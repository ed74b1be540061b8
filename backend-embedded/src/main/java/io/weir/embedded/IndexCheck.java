package io.weir.embedded;

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

  private static boolean isIn(Rows others, Rows rows, int row) {
    int other = others.floor(rows.baseOffset(row));
    return other >= 0
        && others.baseOffset(other) == rows.baseOffset(row)
        && others.position(other) == rows.position(row)
        && others.size(other) == rows.size(row)
        && others.maxTimestamp(other) == rows.maxTimestamp(row);
  }
}

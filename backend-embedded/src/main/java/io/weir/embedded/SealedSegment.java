package io.weir.embedded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A segment that is no longer written, and its index, which is made again from the segment if it
 * proves damaged.
 */
final class SealedSegment {
  private static final Logger log = LoggerFactory.getLogger(SealedSegment.class);

  private final Segment segment;
  private volatile SegmentIndex index;
  private volatile boolean checked;

  /**
   * @param checked whether the index's rows are known to be whole
   */
  SealedSegment(Segment segment, SegmentIndex index, boolean checked) {
    this.segment = segment;
    this.index = index;
    this.checked = checked;
  }

  Segment segment() {
    return segment;
  }

  SegmentIndex index() {
    return index;
  }

  /** The rows of a partition; may touch the disk. The caller holds the segment. */
  Rows rows(int partition) {
    if (!checked) {
      check();
    }
    return index.rows(partition, segment);
  }

  private synchronized void check() {
    if (!checked) {
      if (!index.rowsAreWhole()) {
        log.error("the index of {} is damaged; it is made again from the segment", segment.name());
        index = IndexBuilder.rebuild(segment);
      }
      checked = true;
    }
  }
}

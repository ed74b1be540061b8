package io.weir.embedded.index;

import io.netty.util.collection.IntObjectMap;
import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.segment.Segment;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A segment that is no longer written, and its index: not made yet, so long as the rows in memory
 * are used, or made again from the segment if it proves damaged.
 */
public final class SealedSegment {
  private static final Logger log = LoggerFactory.getLogger(SealedSegment.class);

  private final Segment segment;
  private volatile @Nullable IntObjectMap<ActiveRows> rows;
  private volatile Map<Integer, List<AbortedRange>> aborted = Map.of();
  private volatile @Nullable SegmentIndex index;
  private volatile boolean checked;
  private volatile boolean keysChecked;
  private volatile boolean isSuspect;

  /**
   * One that was written until now.
   *
   * @param rows by the partitions' numbers; not changed any more
   * @param aborted likewise
   */
  public SealedSegment(
      Segment segment, IntObjectMap<ActiveRows> rows, Map<Integer, List<AbortedRange>> aborted) {
    this.segment = segment;
    this.rows = rows;
    this.aborted = aborted;
    this.checked = true;
  }

  /**
   * @param checked whether the index's rows are known to be whole
   */
  public SealedSegment(Segment segment, SegmentIndex index, boolean checked) {
    this.segment = segment;
    this.index = index;
    this.checked = checked;
  }

  public Segment segment() {
    return segment;
  }

  /** Null until it has one; may touch the disk if something was wrong with it. */
  public @Nullable SegmentIndex index() {
    if (isSuspect && segment.retain()) {
      try {
        return wholeIndex();
      } finally {
        segment.release();
      }
    }
    return index;
  }

  /** Something could not be read, perhaps of the index: it is checked before it is used again. */
  public void suspect() {
    if (index != null) {
      isSuspect = true;
      checked = false;
      keysChecked = false;
    }
  }

  /** It has an index now, which takes the place of the rows in memory. */
  public void indexed(SegmentIndex made) {
    index = made;
    rows = null;
    aborted = Map.of();
  }

  /**
   * The transactions of a partition that were aborted here, in the order of their markers; may
   * touch the disk. The caller holds the segment.
   */
  public List<AbortedRange> aborted(int partition) {
    List<AbortedRange> inMemory = aborted.get(partition);
    if (inMemory != null) {
      return inMemory;
    }
    SegmentIndex made = wholeIndex();
    return made == null ? List.of() : made.aborted(partition);
  }

  /** The rows of a partition; may touch the disk. The caller holds the segment. */
  public Rows rows(int partition) {
    IntObjectMap<ActiveRows> inMemory = rows;
    if (inMemory != null) {
      ActiveRows found = inMemory.get(partition);
      return found == null ? new ActiveRows(segment) : found;
    }
    SegmentIndex made = wholeIndex();
    if (made == null) {
      throw new IllegalStateException(segment.name() + " has neither rows nor index");
    }
    return made.rows(partition, segment);
  }

  /** The same, for who asks for keys. */
  public Rows keyedRows(int partition) {
    if (rows == null && !keysChecked) {
      checkKeys();
    }
    return rows(partition);
  }

  private @Nullable SegmentIndex wholeIndex() {
    if (!checked) {
      check();
    }
    return index;
  }

  private synchronized void check() {
    if (!checked) {
      SegmentIndex made = index;
      if (made == null || !made.isWhole()) {
        log.error("the index of {} is damaged; it is made again from the segment", segment.name());
        index = IndexBuilder.rebuild(segment, keyed(made));
      }
      checked = true;
      isSuspect = false;
    }
  }

  private synchronized void checkKeys() {
    SegmentIndex made = index;
    if (!keysChecked && made != null && !made.keysAreWhole()) {
      log.error(
          "the keys in the index of {} are damaged; it is made again from the segment",
          segment.name());
      index = IndexBuilder.rebuild(segment, keyed(made));
    }
    keysChecked = true;
  }

  private static IntPredicate keyed(@Nullable SegmentIndex damaged) {
    return damaged == null ? partition -> false : damaged.keyed();
  }
}

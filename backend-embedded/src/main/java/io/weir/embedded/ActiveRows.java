package io.weir.embedded;

import io.weir.record.BatchFormat;
import java.util.Arrays;

/**
 * The rows of one partition in the segment that is being written. The sequencer adds, anybody
 * reads: a row is complete before {@link #count} tells of it.
 */
final class ActiveRows implements Rows {
  private static final int WIDTH = 4;

  private final Segment segment;
  private volatile long[] cells = new long[WIDTH * 2];
  private volatile int count;
  private volatile long bytes;
  private volatile long maxTimestamp = -1;

  /** Of the last entry added, when an index is made. */
  private int lastEpoch;

  ActiveRows(Segment segment) {
    this.segment = segment;
  }

  /**
   * The sequencer's.
   *
   * @param timestamp the greatest in the batch, or -1
   */
  void add(long baseOffset, long nextOffset, long timestamp, int position, int size) {
    int row = count;
    long[] target = cells;
    if ((row + 1) * WIDTH > target.length) {
      target = Arrays.copyOf(target, target.length * 2);
    }
    target[row * WIDTH] = baseOffset;
    target[row * WIDTH + 1] = timestamp;
    target[row * WIDTH + 2] = ((long) position << 32) | size;
    target[row * WIDTH + 3] = nextOffset;
    cells = target;
    bytes = bytes + size;
    maxTimestamp = Math.max(maxTimestamp, timestamp);
    count = row + 1;
  }

  /**
   * Adds what a segment's entry says, when an index is made from the segment: a batch, or the
   * damage where one was. Offsets that are missing before it in the same epoch are damage too, for
   * what is skipped begins an epoch.
   */
  void addFrom(EntryHeader entry, int payload, boolean whole) {
    if (count > 0) {
      long expected = nextOffset();
      if (entry.baseOffset() < expected) {
        return;
      }
      if (entry.baseOffset() > expected && entry.epoch() == lastEpoch) {
        add(expected, entry.baseOffset(), -1, payload, 0);
      }
    }
    lastEpoch = entry.epoch();
    long next = entry.baseOffset() + entry.records();
    long timestamp = whole ? segment.bytes().getLong(payload + BatchFormat.MAX_TIMESTAMP) : -1;
    add(entry.baseOffset(), next, timestamp, payload, whole ? entry.length() : 0);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public long baseOffset(int row) {
    return cells[row * WIDTH];
  }

  @Override
  public long maxTimestamp(int row) {
    return cells[row * WIDTH + 1];
  }

  @Override
  public long maxTimestamp() {
    return maxTimestamp;
  }

  @Override
  public int position(int row) {
    return (int) (cells[row * WIDTH + 2] >>> 32);
  }

  @Override
  public int size(int row) {
    return (int) cells[row * WIDTH + 2];
  }

  @Override
  public long nextOffset() {
    int rows = count;
    return rows == 0 ? 0 : cells[(rows - 1) * WIDTH + 3];
  }

  @Override
  public long batchEnd(int row) {
    return cells[row * WIDTH + 3];
  }

  /** Never the end of a row that is added meanwhile. */
  @Override
  public long endOffset(int row) {
    return row + 1 < count ? baseOffset(row + 1) : batchEnd(row);
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public Segment segment() {
    return segment;
  }

  @Override
  public boolean trusted(int row) {
    return segment.isTail(position(row));
  }
}

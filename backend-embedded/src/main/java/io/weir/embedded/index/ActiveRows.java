package io.weir.embedded.index;

import io.weir.embedded.segment.Coverage;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.Segment;
import io.weir.record.BatchFormat;
import io.weir.record.RecordBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one partition in the segment that is being written. The sequencer adds, anybody
 * reads: a row is complete before {@link #count} tells of it.
 */
public final class ActiveRows implements Rows {
  private static final int WIDTH = 4;

  private final Segment segment;
  private volatile long[] cells = new long[WIDTH * 2];
  private volatile int count;
  private volatile long bytes;
  private volatile long maxTimestamp = -1;

  /** Of the last entry added, when an index is made. */
  private int lastEpoch;

  /** Of a collected segment: what the rows are responsible for, whatever they have of it. */
  private @Nullable Coverage coverage;

  /** Null so long as nobody asks for any. */
  private volatile @Nullable ActiveKeys keys;

  public ActiveRows(Segment segment) {
    this.segment = segment;
  }

  /**
   * The sequencer's.
   *
   * @param timestamp the greatest in the batch, or -1
   */
  public void add(long baseOffset, long nextOffset, long timestamp, int position, int size) {
    add(baseOffset, nextOffset, timestamp, position, size, null);
  }

  /**
   * The same.
   *
   * @param hashes of the keys in the batch; null if they are not known
   */
  public void add(
      long baseOffset,
      long nextOffset,
      long timestamp,
      int position,
      int size,
      int @Nullable [] hashes) {
    int row = count;
    addKeys(row, hashes);
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

  private void addKeys(int row, int @Nullable [] hashes) {
    ActiveKeys known = keys;
    if (known == null && hashes != null) {
      known = new ActiveKeys(row);
      keys = known;
    }
    if (known != null) {
      known.add(row, hashes);
    }
  }

  /**
   * Adds what a segment's entry says, when an index is made from the segment: a batch, or the
   * damage where one was. Offsets that are missing before it in the same epoch are damage too, for
   * what is skipped begins an epoch.
   *
   * @param keyed whether it is asked for keys
   */
  void addFrom(EntryHeader entry, int payload, boolean whole, boolean keyed) {
    boolean afterGap = false;
    if (count > 0) {
      long expected = rowsEnd();
      if (entry.baseOffset() < expected) {
        return;
      }
      if (entry.baseOffset() > expected && entry.epoch() == lastEpoch && coverage == null) {
        add(expected, entry.baseOffset(), -1, payload, 0);
      }
      afterGap = entry.baseOffset() > expected && coverage == null;
    }
    lastEpoch = entry.epoch();
    long next = entry.baseOffset() + entry.records();
    long timestamp = whole ? segment.bytes().getLong(payload + BatchFormat.MAX_TIMESTAMP) : -1;
    // Who looks for a key looks at what follows a gap, whatever is in it, and so at the gap.
    int[] hashes = keyed && whole && !afterGap ? KeyHashes.of(batch(payload, entry)) : null;
    if (keyed && keys == null) {
      keys = new ActiveKeys(count);
    }
    add(entry.baseOffset(), next, timestamp, payload, whole ? entry.length() : 0, hashes);
  }

  private RecordBatch batch(int payload, EntryHeader entry) {
    return RecordBatch.only(segment.buffer().slice(payload, entry.length()));
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

  /**
   * What lay behind the last row, in a collected segment, cannot be told.
   *
   * @param next what is known again begins here
   */
  void addDamage(long next, int position) {
    Coverage whole = coverage;
    long from = count > 0 || whole == null ? rowsEnd() : whole.from();
    if (from < next) {
      add(from, next, -1, position, 0);
    }
  }

  /** They are those of a collected segment. */
  public void cover(Coverage whole) {
    coverage = whole;
  }

  @Override
  public long firstOffset() {
    Coverage whole = coverage;
    if (whole != null) {
      return whole.from();
    }
    return count == 0 ? 0 : baseOffset(0);
  }

  @Override
  public long nextOffset() {
    Coverage whole = coverage;
    return whole == null ? rowsEnd() : whole.to();
  }

  /** The offset after the last row. */
  private long rowsEnd() {
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
  public int nextWith(int hash, int row) {
    int rows = count; // read first: what is known of these is there
    ActiveKeys known = keys;
    return known == null ? row : Math.min(rows, known.nextWith(hash, row));
  }

  @Override
  public boolean hasKnownKeys(int row) {
    ActiveKeys known = keys;
    return known != null && known.isKnown(row);
  }

  @Override
  public long @Nullable [] keys() {
    ActiveKeys known = keys;
    return known == null ? null : known.sorted();
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

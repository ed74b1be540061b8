package io.weir.embedded.read;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.weir.backend.BackendException.Corrupt;
import io.weir.embedded.index.Rows;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.segment.FrameChecksum;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.SegmentScanner;
import io.weir.embedded.state.Partition;
import io.weir.embedded.storage.Mapped;

/**
 * Takes whole batches from the rows of one partition in one segment. The caller holds the segment;
 * used by one thread.
 */
public final class BatchReader {
  /**
   * From this average size on batches are passed on where they lie; smaller ones are copied
   * together, which costs less than a slice each.
   */
  private static final int SLICE_BYTES = 2048;

  private final Rows rows;
  private final Segment segment;
  private final FrameChecksum checksum = new FrameChecksum();

  /** The row that was checked last, and where it ends: its head need not be read once more. */
  private int checked = -1;

  private long checkedEnd;

  public BatchReader(Rows rows) {
    this.rows = rows;
    this.segment = rows.segment();
  }

  /** The row that holds an offset, or the first after it; {@link Rows#count} if there is none. */
  int rowFor(long offset) {
    int row = rows.floor(offset);
    if (row < 0) {
      return 0;
    }
    // Offsets may have been skipped after this row: then it does not reach as far as the next one
    // begins.
    boolean reaches = rows.size(row) == 0 ? offset < rows.endOffset(row) : has(row, offset);
    return reaches ? row : row + 1;
  }

  /** Whoever goes on where a batch ended needs no look at the next one's head. */
  private boolean has(int row, long offset) {
    return offset == rows.baseOffset(row) || offset < end(row);
  }

  /**
   * Batches from a row on, up to a place where some are missing.
   *
   * @param end the offset before which batches begin
   * @param partition whose rows these are: it knows what was skipped or trimmed
   * @return a buffer that its receiver owns
   * @throws Corrupt if the first batch fails its checksum; a later one ends the read
   */
  ByteBuf read(int first, long end, int maxBytes, Partition partition) {
    int row = first;
    long bytes = 0;
    boolean whole = true;
    try {
      int count = rows.count();
      while (row < count && rows.baseOffset(row) < end) {
        int size = rows.size(row);
        if (row > first && (bytes + size > maxBytes || lacksBefore(row, partition))) {
          break;
        }
        whole = isWhole(row);
        if (!whole) {
          break;
        }
        bytes += size;
        row++;
      }
      Mapped.settle();
    } catch (InternalError e) { // of this row: nothing that was not read has its checksum
      Mapped.rethrowOthers(e);
      whole = false;
    }
    if (row == first && !whole) {
      throw corrupt(row);
    }
    return bytes / Math.max(1, row - first) >= SLICE_BYTES
        ? slices(first, row)
        : copy(first, row, (int) bytes);
  }

  /**
   * Whether records are missing right before a row, and no row tells of them: where an entry's head
   * is damaged nobody knows whose it was, and an index that is made again has no row for it. In a
   * collected segment a gap says nothing, and rows tell of damage.
   */
  public boolean lacksBefore(int row, Partition partition) {
    if (row == 0 || rows.size(row - 1) == 0 || segment.isCollected()) {
      return false;
    }
    long end = Math.max(end(row - 1), partition.logStart());
    long base = rows.baseOffset(row);
    return end < base && !partition.epochs().skipped(end, base);
  }

  /** One batch where it lies; valid as long as the segment is held. */
  public ByteBuf batch(int row) {
    boolean whole;
    try {
      whole = isWhole(row);
      Mapped.settle();
    } catch (InternalError e) {
      Mapped.rethrowOthers(e);
      whole = false;
    }
    if (!whole) {
      throw corrupt(row);
    }
    return segment.buffer().slice(rows.position(row), rows.size(row));
  }

  private ByteBuf slices(int first, int last) {
    segment.retain();
    LeasedBuffer out = new LeasedBuffer(segment);
    try {
      for (int row = first; row < last; row++) {
        out.addComponent(true, segment.buffer().slice(rows.position(row), rows.size(row)));
      }
      Mapped.settle();
      return out;
    } catch (RuntimeException | Error e) {
      out.release();
      throw e;
    }
  }

  /** What was checked a moment ago, or written lately, can fail to be read all the same. */
  private ByteBuf copy(int first, int last, int bytes) {
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(bytes);
    try {
      for (int row = first; row < last; row++) {
        out.writeBytes(segment.buffer(), rows.position(row), rows.size(row));
      }
      Mapped.settle();
      return out;
    } catch (InternalError e) {
      out.release();
      Mapped.rethrowOthers(e);
      if (last - first > 1) {
        return copy(first, first + 1, rows.size(first));
      }
      throw corrupt(first);
    } catch (RuntimeException e) {
      out.release();
      throw e;
    }
  }

  /** The offset after a row's last record. */
  long end(int row) {
    long known = row == checked ? checkedEnd : rows.batchEnd(row);
    if (known >= 0) {
      return known;
    }
    EntryHeader header = header(row);
    return header == null ? rows.endOffset(row) : header.baseOffset() + header.records();
  }

  private @org.jspecify.annotations.Nullable EntryHeader header(int row) {
    return EntryHeader.read(
        segment, rows.position(row) - EntryHeader.BYTES, segment.limit(), checksum);
  }

  /** Checking what is not surely in memory brings it there, too; errors as of {@link Mapped}. */
  private boolean isWhole(int row) {
    if (rows.size(row) == 0) {
      return false;
    }
    if (rows.trusted(row)) {
      return true;
    }
    int position = rows.position(row);
    EntryHeader header =
        EntryHeader.parse(segment, position - EntryHeader.BYTES, segment.limit(), checksum);
    if (header == null
        || header.kind() != EntryKind.BATCH
        || header.baseOffset() != rows.baseOffset(row)
        || header.length() != rows.size(row)
        || !SegmentScanner.matches(segment.bytes(), header, position, checksum)) {
      return false;
    }
    checked = row;
    checkedEnd = header.baseOffset() + header.records();
    return true;
  }

  private Corrupt corrupt(int row) {
    int position = rows.position(row);
    int unreadable =
        Mapped.firstUnreadable(
            segment.bytes(), position - EntryHeader.BYTES, position + rows.size(row));
    return new Corrupt(
        "%s %s at position %d: offsets %d to %d cannot be read, and %d is next"
            .formatted(
                segment.name(),
                unreadable < 0 ? "is damaged" : "gives an input/output error",
                unreadable < 0 ? position : unreadable,
                rows.baseOffset(row),
                rows.endOffset(row) - 1,
                rows.endOffset(row)),
        rows.endOffset(row));
  }
}

package io.weir.embedded;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.weir.backend.BackendException.Corrupt;

/**
 * Takes whole batches from the rows of one partition in one segment. The caller holds the segment;
 * used by one thread.
 */
final class BatchReader {
  /**
   * From this average size on batches are passed on where they lie; smaller ones are copied
   * together, which costs less than a slice each.
   */
  private static final int SLICE_BYTES = 2048;

  private final Rows rows;
  private final Segment segment;
  private final FrameChecksum checksum = new FrameChecksum();

  BatchReader(Rows rows) {
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
    boolean reaches = rows.size(row) == 0 ? offset < rows.endOffset(row) : offset < end(row);
    return reaches ? row : row + 1;
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
    int count = rows.count();
    while (row < count && rows.baseOffset(row) < end) {
      int size = rows.size(row);
      if (row > first && (bytes + size > maxBytes || lacksBefore(row, partition))) {
        break;
      }
      if (!isWhole(row)) {
        if (row == first) {
          throw corrupt(row);
        }
        break;
      }
      bytes += size;
      row++;
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
  boolean lacksBefore(int row, Partition partition) {
    if (row == 0 || rows.size(row - 1) == 0 || segment.isCollected()) {
      return false;
    }
    long end = Math.max(end(row - 1), partition.logStart());
    long base = rows.baseOffset(row);
    return end < base && !partition.epochs().skipped(end, base);
  }

  /** One batch where it lies; valid as long as the segment is held. */
  ByteBuf batch(int row) {
    if (!isWhole(row)) {
      throw corrupt(row);
    }
    return segment.buffer().slice(rows.position(row), rows.size(row));
  }

  private ByteBuf slices(int first, int last) {
    segment.retain();
    LeasedBuffer out = new LeasedBuffer(segment);
    for (int row = first; row < last; row++) {
      out.addComponent(true, segment.buffer().slice(rows.position(row), rows.size(row)));
    }
    return out;
  }

  private ByteBuf copy(int first, int last, int bytes) {
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(bytes);
    for (int row = first; row < last; row++) {
      out.writeBytes(segment.buffer(), rows.position(row), rows.size(row));
    }
    return out;
  }

  /** The offset after a row's last record. */
  long end(int row) {
    long known = rows.batchEnd(row);
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

  /** Checking what is not surely in memory brings it there, too. */
  private boolean isWhole(int row) {
    if (rows.size(row) == 0) {
      return false;
    }
    if (rows.trusted(row)) {
      return true;
    }
    EntryHeader header = header(row);
    return header != null
        && header.kind() == EntryKind.BATCH
        && header.baseOffset() == rows.baseOffset(row)
        && header.length() == rows.size(row)
        && SegmentScanner.isWholeBatch(segment.bytes(), header, rows.position(row), checksum);
  }

  private Corrupt corrupt(int row) {
    return new Corrupt(
        "%s is damaged at position %d: offsets %d to %d cannot be read, and %d is next"
            .formatted(
                segment.name(),
                rows.position(row),
                rows.baseOffset(row),
                rows.endOffset(row) - 1,
                rows.endOffset(row)),
        rows.endOffset(row));
  }
}

package io.weir.embedded.index;

import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.segment.FrameChecksum;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.storage.Mapped;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The index of a sealed segment, read where it lies: a head, a table of the partitions sorted by
 * number, their rows, sorted by partition and offset, and the transactions that were aborted,
 * sorted by partition and marker; then the keys of partitions whose topics ask for that, sorted by
 * hash and row. Head and table have one checksum, checked on opening; the rows another and the keys
 * a third one, checked when they are first used.
 */
public final class SegmentIndex {
  private static final long MAGIC = 0x5745495249445832L; // "WEIRIDX2"
  private static final int HEAD = 56;
  private static final int SLOT = 56;
  private static final int ROW = 24;
  private static final int ABORTED_ROW = 32;

  private static final int SALT = 8;
  private static final int LAST_MILLIS = 16;
  private static final int SLOTS = 24;
  private static final int ROWS = 28;
  private static final int ROWS_CRC = 32;
  private static final int END = 36;
  private static final int ABORTED = 40;
  private static final int KEYS = 44;
  private static final int KEYS_CRC = 48;
  private static final int TABLE_CRC = 52;

  /** In a partition's slot: one more than where its keys begin; 0 if it has none. */
  private static final int SLOT_KEYS = 12;

  /** Where numbers lie so unevenly that this many did not find one, halving will. */
  private static final int MOST_GUESSES = 8;

  private final ByteBuffer index;

  /** The first and the last partition's number; nothing lies between them if there is none. */
  private final int first;

  private final int last;

  private SegmentIndex(ByteBuffer index) {
    this.index = index;
    int slots = index.getInt(SLOTS);
    this.first = slots == 0 ? 0 : index.getInt(HEAD);
    this.last = slots == 0 ? -1 : index.getInt(HEAD + (slots - 1) * SLOT);
  }

  /** The rows of one partition, to be indexed, and what was aborted in it. */
  public record Source(int partition, Rows rows, List<AbortedRange> aborted) {}

  /**
   * Makes an index.
   *
   * @param sources sorted by partition
   * @param end the position after the last commit of the segment
   * @param lastMillis when the segment was last written
   */
  public static ByteBuffer encode(long salt, long lastMillis, int end, List<Source> sources) {
    int rowCount = sources.stream().mapToInt(source -> source.rows().count()).sum();
    int tableEnd = HEAD + sources.size() * SLOT;
    int abortedCount = sources.stream().mapToInt(source -> source.aborted().size()).sum();
    int rowsEnd = tableEnd + rowCount * ROW;
    int abortedEnd = rowsEnd + abortedCount * ABORTED_ROW;
    List<long @Nullable []> keys = new ArrayList<>();
    sources.forEach(source -> keys.add(source.rows().keys()));
    int keyCells = keys.stream().mapToInt(each -> each == null ? 0 : each.length + 1).sum();
    ByteBuffer out = ByteBuffer.allocate(abortedEnd + keyCells * Long.BYTES);
    int slot = HEAD;
    int row = 0;
    int abortedRow = 0;
    for (Source source : sources) {
      Rows rows = source.rows();
      for (int i = 0; i < rows.count(); i++) {
        int at = tableEnd + (row + i) * ROW;
        out.putLong(at, rows.baseOffset(i)).putLong(at + 8, rows.maxTimestamp(i));
        out.putInt(at + 16, rows.position(i)).putInt(at + 20, rows.size(i));
      }
      out.putInt(slot, source.partition()).putInt(slot + 4, row).putInt(slot + 8, rows.count());
      out.putLong(slot + 16, rows.firstOffset()).putLong(slot + 24, rows.nextOffset());
      out.putLong(slot + 32, rows.maxTimestamp()).putLong(slot + 40, rows.bytes());
      out.putInt(slot + 48, abortedRow).putInt(slot + 52, source.aborted().size());
      for (AbortedRange range : source.aborted()) {
        int at = rowsEnd + abortedRow * ABORTED_ROW;
        out.putLong(at, range.producer()).putLong(at + 8, range.first());
        out.putLong(at + 16, range.marker()).putLong(at + 24, range.stable());
        abortedRow++;
      }
      slot += SLOT;
      row += rows.count();
    }
    putKeys(out, keys, abortedEnd);
    out.putLong(0, MAGIC).putLong(SALT, salt).putLong(LAST_MILLIS, lastMillis);
    out.putInt(SLOTS, sources.size()).putInt(ROWS, rowCount);
    out.putInt(ROWS_CRC, crc(out, tableEnd, abortedEnd - tableEnd)).putInt(END, end);
    out.putInt(ABORTED, abortedCount).putInt(KEYS, keyCells);
    out.putInt(KEYS_CRC, crc(out, abortedEnd, out.limit() - abortedEnd));
    out.putInt(TABLE_CRC, tableCrc(out, tableEnd));
    return out;
  }

  private static void putKeys(ByteBuffer out, List<long @Nullable []> keys, int from) {
    int cell = 0;
    for (int i = 0; i < keys.size(); i++) {
      long[] each = keys.get(i);
      if (each != null) {
        out.putInt(HEAD + i * SLOT + SLOT_KEYS, cell + 1);
        int at = from + cell * Long.BYTES;
        out.putLong(at, each.length);
        for (long posting : each) {
          at += Long.BYTES;
          out.putLong(at, posting);
        }
        cell += each.length + 1;
      }
    }
  }

  /**
   * The index that a buffer holds for the segment with this salt, or null if head or table are not
   * whole.
   */
  public static @Nullable SegmentIndex read(ByteBuffer in, long salt) {
    try {
      SegmentIndex index = tableIsWhole(in, salt) ? new SegmentIndex(in) : null;
      Mapped.settle();
      return index;
    } catch (InternalError e) {
      Mapped.rethrowOthers(e);
      return null;
    }
  }

  private static boolean tableIsWhole(ByteBuffer in, long salt) {
    if (in.limit() < HEAD || in.getLong(0) != MAGIC || in.getLong(SALT) != salt) {
      return false;
    }
    long tableEnd = HEAD + in.getInt(SLOTS) * (long) SLOT;
    long rest = in.getInt(ROWS) * (long) ROW + in.getInt(ABORTED) * (long) ABORTED_ROW;
    rest += in.getInt(KEYS) * (long) Long.BYTES;
    boolean fits = in.getInt(SLOTS) >= 0 && in.limit() == tableEnd + rest;
    return fits && in.getInt(TABLE_CRC) == tableCrc(in, (int) tableEnd);
  }

  /** Whether all of it can be read, and is as it was written. */
  boolean isWhole() {
    try {
      boolean whole = tableIsWhole(index, index.getLong(SALT));
      Mapped.settle();
      return whole && rowsAreWhole();
    } catch (InternalError e) {
      Mapped.rethrowOthers(e);
      return false;
    }
  }

  /** Whether all of it can be read, be it damaged or not. */
  public boolean isReadable() {
    return Mapped.firstUnreadable(index, 0, index.limit()) < 0;
  }

  public boolean rowsAreWhole() {
    return isWhole(HEAD + partitions() * SLOT, keysStart(), ROWS_CRC);
  }

  public boolean keysAreWhole() {
    return isWhole(keysStart(), index.limit(), KEYS_CRC);
  }

  private boolean isWhole(int from, int to, int checksum) {
    try {
      boolean whole = crc(index, from, to - from) == index.getInt(checksum);
      Mapped.settle();
      return whole;
    } catch (InternalError e) {
      Mapped.rethrowOthers(e);
      return false;
    }
  }

  private int keysStart() {
    return index.limit() - index.getInt(KEYS) * Long.BYTES;
  }

  /** Whether it has the keys of a partition. */
  boolean hasKeys(int partition) {
    int slot = slot(partition);
    return slot >= 0 && index.getInt(HEAD + slot * SLOT + SLOT_KEYS) > 0;
  }

  /** Of which partitions it has keys, to make it again: none if its table cannot be read. */
  public IntPredicate keyed() {
    Set<Integer> keyed = new HashSet<>();
    try {
      boolean whole = tableIsWhole(index, index.getLong(SALT));
      for (int slot = 0; whole && slot < partitions(); slot++) {
        if (index.getInt(HEAD + slot * SLOT + SLOT_KEYS) > 0) {
          keyed.add(partition(slot));
        }
      }
      Mapped.settle();
    } catch (InternalError e) {
      Mapped.rethrowOthers(e);
      return partition -> false;
    }
    return keyed::contains;
  }

  /** When the segment was last written, milliseconds since 1970. */
  public long lastMillis() {
    return index.getLong(LAST_MILLIS);
  }

  /** The position after the segment's last commit. */
  public int end() {
    return index.getInt(END);
  }

  /** How many partitions have rows here. */
  public int partitions() {
    return index.getInt(SLOTS);
  }

  public int partition(int slot) {
    return index.getInt(HEAD + slot * SLOT);
  }

  /** What the segment is responsible for begins here, and ends before {@link #nextOffset}. */
  public long firstOffset(int slot) {
    return index.getLong(HEAD + slot * SLOT + 16);
  }

  public long nextOffset(int slot) {
    return index.getLong(HEAD + slot * SLOT + 24);
  }

  /** Bytes of all batches of a partition. */
  public long bytes(int slot) {
    return index.getLong(HEAD + slot * SLOT + 40);
  }

  public boolean hasAborted(int slot) {
    return index.getInt(HEAD + slot * SLOT + 52) > 0;
  }

  /** The transactions of a partition that were aborted here, in the order of their markers. */
  public List<AbortedRange> aborted(int partition) {
    int slot = slot(partition);
    if (slot < 0) {
      return List.of();
    }
    int rowsEnd = HEAD + partitions() * SLOT + index.getInt(ROWS) * ROW;
    int first = rowsEnd + index.getInt(HEAD + slot * SLOT + 48) * ABORTED_ROW;
    List<AbortedRange> ranges = new ArrayList<>();
    for (int i = 0; i < index.getInt(HEAD + slot * SLOT + 52); i++) {
      int at = first + i * ABORTED_ROW;
      ranges.add(
          new AbortedRange(
              index.getLong(at),
              index.getLong(at + 8),
              index.getLong(at + 16),
              index.getLong(at + 24)));
    }
    return ranges;
  }

  /** The rows of a partition; none if it has none here. */
  public Rows rows(int partition, Segment segment) {
    int slot = slot(partition);
    return slot < 0 ? new ActiveRows(segment) : new Sealed(slot, segment);
  }

  /**
   * Where a partition stands in the table; negative if it does not. Numbers are given one after
   * another, so it is most often where its number lies between the first and the last: a look or
   * two, where halves would take a look at a page of memory each.
   */
  private int slot(int partition) {
    int low = 0;
    int high = partitions() - 1;
    long least = first;
    long most = last;
    for (int looks = 0; low <= high && least <= partition && partition <= most; looks++) {
      int guess =
          looks < MOST_GUESSES && least < most
              ? low + (int) ((partition - least) * (high - low) / (most - least))
              : (low + high) >>> 1;
      int found = partition(guess);
      if (found == partition) {
        return guess;
      }
      if (found < partition) {
        low = guess + 1;
        least = found + 1L;
      } else {
        high = guess - 1;
        most = found - 1L;
      }
    }
    return -1;
  }

  private static int tableCrc(ByteBuffer in, int tableEnd) {
    CRC32C crc = new CRC32C();
    FrameChecksum.update(crc, in, 0, TABLE_CRC);
    FrameChecksum.update(crc, in, HEAD, tableEnd - HEAD);
    return (int) crc.getValue();
  }

  private static int crc(ByteBuffer in, int from, int length) {
    CRC32C crc = new CRC32C();
    FrameChecksum.update(crc, in, from, length);
    return (int) crc.getValue();
  }

  private final class Sealed implements Rows {
    private final int slot;
    private final int firstRow;
    private final Segment segment;
    private final int keys;
    private final int keyCount;

    Sealed(int slot, Segment segment) {
      this.slot = slot;
      this.firstRow = HEAD + partitions() * SLOT + index.getInt(HEAD + slot * SLOT + 4) * ROW;
      this.segment = segment;
      int cell = index.getInt(HEAD + slot * SLOT + SLOT_KEYS) - 1;
      this.keys = keysStart() + (cell + 1) * Long.BYTES;
      this.keyCount = cell < 0 ? -1 : (int) index.getLong(keys - Long.BYTES);
    }

    @Override
    public int nextWith(int hash, int row) {
      return keyCount < 0 ? row : Math.min(nextAt(hash, row), nextAt(KeyHashes.ANY, row));
    }

    @Override
    public boolean hasKnownKeys(int row) {
      return keyCount >= 0 && nextAt(KeyHashes.ANY, row) != row;
    }

    @Override
    public long @Nullable [] keys() {
      if (keyCount < 0) {
        return null;
      }
      long[] all = new long[keyCount];
      for (int i = 0; i < keyCount; i++) {
        all[i] = key(i);
      }
      return all;
    }

    private int nextAt(int hash, int row) {
      long sought = ActiveKeys.posting(hash, row);
      int low = 0;
      int high = keyCount;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (key(middle) < sought) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low < keyCount && (int) (key(low) >> 32) == hash ? (int) key(low) : count();
    }

    private long key(int cell) {
      return index.getLong(keys + cell * Long.BYTES);
    }

    @Override
    public int count() {
      return index.getInt(HEAD + slot * SLOT + 8);
    }

    @Override
    public long baseOffset(int row) {
      return index.getLong(firstRow + row * ROW);
    }

    @Override
    public long maxTimestamp(int row) {
      return index.getLong(firstRow + row * ROW + 8);
    }

    @Override
    public long maxTimestamp() {
      return index.getLong(HEAD + slot * SLOT + 32);
    }

    @Override
    public int position(int row) {
      return index.getInt(firstRow + row * ROW + 16);
    }

    @Override
    public int size(int row) {
      return index.getInt(firstRow + row * ROW + 20);
    }

    @Override
    public long firstOffset() {
      return SegmentIndex.this.firstOffset(slot);
    }

    @Override
    public long nextOffset() {
      return SegmentIndex.this.nextOffset(slot);
    }

    @Override
    public long bytes() {
      return SegmentIndex.this.bytes(slot);
    }

    @Override
    public Segment segment() {
      return segment;
    }

    @Override
    public boolean trusted(int row) {
      return false;
    }
  }
}

package io.weir.core.subscription;

import io.netty.buffer.ByteBuf;
import io.weir.core.subscription.CursorRecord.FailureCount;
import io.weir.core.subscription.CursorRecord.SettledRange;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a {@link CursorRecord}: a version, then numbers of variable length (seven bits in a
 * byte, the lowest first, the eighth says that more follow): number, floor, mark less floor; how
 * many ranges, and of each how far it lies behind the end of the one before (the first: behind the
 * floor) and how long it is; how many counts, and of each how far its offset lies behind the one
 * before (the first: behind the floor) and the count. What is read is checked: it is a cursor that
 * may be written, or refused.
 */
final class CursorCodec {
  private static final byte VERSION = 1;
  private static final int MAX_BYTES = 9; // 63 bits: nothing here is negative

  private CursorCodec() {}

  static void write(CursorRecord cursor, ByteBuf out) {
    out.writeByte(VERSION);
    write(out, cursor.number());
    write(out, cursor.floor());
    write(out, cursor.mark() - cursor.floor());
    write(out, cursor.settled().size());
    long last = cursor.floor();
    for (SettledRange range : cursor.settled()) {
      write(out, range.from() - last);
      write(out, range.before() - range.from());
      last = range.before();
    }
    write(out, cursor.counts().size());
    last = cursor.floor();
    for (FailureCount count : cursor.counts()) {
      write(out, count.offset() - last);
      write(out, count.times());
      last = count.offset();
    }
  }

  private static void write(ByteBuf out, long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a cursor with " + value);
    }
    long rest = value;
    while (rest > 0x7f) {
      out.writeByte((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  /**
   * Reads all the bytes.
   *
   * @throws InvalidCursorException if they are not those of a cursor
   */
  static CursorRecord read(ByteBuf in) {
    try {
      byte version = in.readByte();
      if (version != VERSION) {
        throw new InvalidCursorException("a cursor of version " + version);
      }
      CursorRecord cursor = readFields(in);
      if (in.isReadable()) {
        throw new InvalidCursorException(in.readableBytes() + " bytes behind a cursor");
      }
      return cursor;
    } catch (IndexOutOfBoundsException e) {
      throw new InvalidCursorException("a cursor ends before its fields do");
    } catch (ArithmeticException e) {
      throw new InvalidCursorException("a cursor with an offset past all offsets");
    }
  }

  private static CursorRecord readFields(ByteBuf in) {
    long number = readNumber(in);
    long floor = readNumber(in);
    long mark = Math.addExact(floor, readNumber(in));
    return new CursorRecord(number, floor, mark, readRanges(in, floor), readCounts(in, floor));
  }

  private static List<SettledRange> readRanges(ByteBuf in, long floor) {
    int size = readSize(in);
    List<SettledRange> ranges = new ArrayList<>(size);
    long last = floor;
    for (int i = 0; i < size; i++) {
      long gap = readNumber(in);
      long length = readNumber(in);
      if (length == 0 || (gap == 0 && i > 0)) {
        throw new InvalidCursorException("ranges that are empty or meet");
      }
      long from = Math.addExact(last, gap);
      last = Math.addExact(from, length);
      ranges.add(new SettledRange(from, last));
    }
    return ranges;
  }

  private static List<FailureCount> readCounts(ByteBuf in, long floor) {
    int size = readSize(in);
    List<FailureCount> counts = new ArrayList<>(size);
    long last = floor;
    for (int i = 0; i < size; i++) {
      long gap = readNumber(in);
      long times = readNumber(in);
      if (times == 0 || times > Integer.MAX_VALUE || (gap == 0 && i > 0)) {
        throw new InvalidCursorException("a count of " + times + ", or two of one offset");
      }
      last = Math.addExact(last, gap);
      counts.add(new FailureCount(last, (int) times));
    }
    return counts;
  }

  /** How many pairs follow; each takes two bytes at least, so what is announced is bounded. */
  private static int readSize(ByteBuf in) {
    long size = readNumber(in);
    if (size > in.readableBytes() / 2) {
      throw new InvalidCursorException(size + " pairs in " + in.readableBytes() + " bytes");
    }
    return (int) size;
  }

  private static long readNumber(ByteBuf in) {
    long value = 0;
    for (int i = 0; i < MAX_BYTES; i++) {
      byte b = in.readByte();
      value |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        return value;
      }
    }
    throw new InvalidCursorException("a number that does not end");
  }
}

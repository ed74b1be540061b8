package io.weir.embedded.segment;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * What a collected segment is responsible for in one partition, said before that partition's
 * batches there: whatever was in this range of offsets and is not among them is not needed.
 *
 * @param partition its number
 * @param from the first offset
 * @param to the offset after the last
 * @param aborted the transactions whose markers lay in the range, in their order
 */
public record Coverage(int partition, long from, long to, List<AbortedRange> aborted) {
  private static final int BYTES = 24;
  private static final int RANGE_BYTES = 32;

  /** What the entry of one takes in a segment that has no aborted transactions. */
  public static long usualFootprint() {
    return EntryHeader.footprint(BYTES);
  }

  /** The most that its entry takes in a segment. */
  public long footprint() {
    return EntryHeader.footprint(BYTES + aborted.size() * RANGE_BYTES);
  }

  public ByteBuf encode() {
    ByteBuf out = Unpooled.buffer(BYTES + aborted.size() * RANGE_BYTES);
    out.writeInt(partition).writeLong(from).writeLong(to).writeInt(aborted.size());
    for (AbortedRange range : aborted) {
      out.writeLong(range.producer()).writeLong(range.first());
      out.writeLong(range.marker()).writeLong(range.stable());
    }
    return out;
  }

  /** What a payload holds; runtime exceptions where it does not. */
  public static Coverage read(ByteBuf in) {
    int partition = in.readInt();
    long from = in.readLong();
    long to = in.readLong();
    int count = in.readInt();
    List<AbortedRange> aborted = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      aborted.add(new AbortedRange(in.readLong(), in.readLong(), in.readLong(), in.readLong()));
    }
    return new Coverage(partition, from, to, aborted);
  }

  /** Whether offsets lie within it, all of them. */
  public boolean holds(long first, long next) {
    return from <= first && next <= to;
  }
}

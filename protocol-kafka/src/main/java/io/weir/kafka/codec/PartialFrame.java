package io.weir.kafka.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A frame of which a part has arrived: slices of full reads, and what came in small pieces gathered
 * in between.
 */
final class PartialFrame implements AutoCloseable {
  private static final int GATHER_BYTES = 64 * 1024;

  private @Nullable CompositeByteBuf parts;
  private @Nullable ByteBuf gathering;
  private int size;

  int size() {
    return size;
  }

  /**
   * @param dense whether the bytes fill their buffer well enough to be kept in it
   * @param missing how many bytes the frame still lacks, these included
   */
  void add(ByteBuf bytes, int count, boolean dense, int missing) {
    size += count;
    if (dense) {
      flushGathered();
      append(bytes.readRetainedSlice(count));
      return;
    }
    int left = count;
    while (left > 0) {
      ByteBuf into = gathering;
      if (into == null) {
        into = bytes.alloc().buffer(Math.min(missing - (count - left), GATHER_BYTES));
        gathering = into;
      }
      int fits = Math.min(left, into.capacity() - into.writerIndex());
      into.writeBytes(bytes, fits);
      left -= fits;
      if (into.writerIndex() == into.capacity()) {
        flushGathered();
      }
    }
  }

  /** The frame, whole; whoever takes it owns it. */
  ByteBuf take() {
    ByteBuf gathered = gathering;
    CompositeByteBuf whole = parts;
    if (whole == null && gathered != null) {
      gathering = null;
      size = 0;
      return gathered;
    }
    if (whole == null) {
      throw new IllegalStateException("no frame has begun");
    }
    flushGathered();
    parts = null;
    size = 0;
    return whole;
  }

  private void flushGathered() {
    ByteBuf gathered = gathering;
    if (gathered != null) {
      gathering = null;
      append(gathered);
    }
  }

  private void append(ByteBuf part) {
    CompositeByteBuf known = parts;
    if (known == null) {
      known = part.alloc().compositeBuffer(Integer.MAX_VALUE);
      parts = known;
    }
    known.addComponent(true, part);
  }

  @Override
  public void close() {
    if (gathering != null) {
      gathering.release();
      gathering = null;
    }
    if (parts != null) {
      parts.release();
      parts = null;
    }
    size = 0;
  }
}

package io.weir.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Something of known length of which a part has arrived, a frame or the body of a message: slices
 * of full reads, and what came in small pieces gathered in between, so that many small pieces take
 * little more memory than their bytes. Used by one thread.
 */
public final class PartialFrame implements AutoCloseable {
  private static final int GATHER_BYTES = 64 * 1024;

  private @Nullable CompositeByteBuf parts;
  private @Nullable ByteBuf gathering;
  private int size;

  /** How many bytes have arrived. */
  public int size() {
    return size;
  }

  /**
   * Takes the next bytes.
   *
   * @param bytes from which {@code count} bytes are read; not given away
   * @param dense whether the bytes fill their buffer well enough to be kept in it
   * @param missing how many bytes the frame still lacks, these included
   */
  public void add(ByteBuf bytes, int count, boolean dense, int missing) {
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

  /**
   * What has arrived, after which nothing has; whoever takes it owns it.
   *
   * @throws IllegalStateException if nothing has
   */
  public ByteBuf take() {
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

  /** Lets go of what has arrived. */
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

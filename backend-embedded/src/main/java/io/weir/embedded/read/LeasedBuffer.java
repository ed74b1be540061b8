package io.weir.embedded.read;

import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.weir.embedded.segment.Segment;

/**
 * Slices of a segment, one after another; holds the segment until it is released. Cannot be
 * written.
 */
final class LeasedBuffer extends CompositeByteBuf {
  private final Segment segment;

  /**
   * @param segment retained for this buffer by the caller
   */
  LeasedBuffer(Segment segment) {
    super(UnpooledByteBufAllocator.DEFAULT, true, Integer.MAX_VALUE);
    this.segment = segment;
  }

  @Override
  protected void deallocate() {
    super.deallocate();
    segment.release();
  }
}

package io.weir.bench.backend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.weir.record.BatchBuilder;
import java.util.List;
import java.util.Random;

/**
 * One batch that is appended again and again: making it anew each time would be the load's cost and
 * not the log's. It has as many messages of 1 KiB as fit, at least one.
 */
final class Batch {
  private static final int MESSAGE_BYTES = 1024;

  /** A batch's head, and what a record has beside its body. */
  private static final int HEAD_BYTES = 61;

  private static final int RECORD_BYTES = 12;

  private final ByteBuf bytes;
  private final int messages;

  private Batch(ByteBuf bytes, int messages) {
    this.bytes = bytes;
    this.messages = messages;
  }

  /** The batch of at most so many bytes, and not much less. */
  static Batch of(int size) {
    int messages = Math.max(1, (size - HEAD_BYTES) / (MESSAGE_BYTES + RECORD_BYTES));
    byte[] body =
        new byte[Math.clamp((size - HEAD_BYTES) / messages - RECORD_BYTES, 1, Integer.MAX_VALUE)];
    new Random(size).nextBytes(body);
    try (BatchBuilder builder = BatchBuilder.create(UnpooledByteBufAllocator.DEFAULT)) {
      for (int i = 0; i < messages; i++) {
        builder.add(System.currentTimeMillis(), null, Unpooled.wrappedBuffer(body), List.of());
      }
      return new Batch(builder.build(), messages);
    }
  }

  /** It once more, for who releases it. */
  ByteBuf again() {
    return bytes.retainedDuplicate();
  }

  long size() {
    return bytes.readableBytes();
  }

  int messages() {
    return messages;
  }
}

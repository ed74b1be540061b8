package io.weir.kafka.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Writable;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.jspecify.annotations.Nullable;

/**
 * Where Kafka's generated classes write a response: fields into one buffer, batches between them as
 * slices of what the log returned.
 */
final class ResponseWriter implements Writable, AutoCloseable {
  private final ByteBufAllocator allocator;
  private final ByteBuf fields;

  /**
   * What is finished, in order: slices of the fields, and batches. Null until there are batches.
   */
  private @Nullable List<ByteBuf> parts;

  private int partStart;

  ResponseWriter(ByteBufAllocator allocator, int fieldBytes) {
    this.allocator = allocator;
    this.fields = allocator.ioBuffer(fieldBytes);
  }

  /** What was written; the caller owns it. */
  ByteBuf finish() {
    List<ByteBuf> finished = parts;
    if (finished == null) {
      return fields.retain();
    }
    endPart(finished);
    CompositeByteBuf frame = allocator.compositeBuffer(Math.max(2, finished.size()));
    frame.addComponents(true, finished);
    parts = null;
    return frame;
  }

  /** Lets go of what {@link #finish} did not give away. */
  @Override
  public void close() {
    if (parts != null) {
      parts.forEach(ByteBuf::release);
      parts = null;
    }
    fields.release();
  }

  @Override
  public void writeRecords(BaseRecords records) {
    ByteBuf batches = ((BatchBytes) records).bytes();
    if (!batches.isReadable()) {
      return;
    }
    List<ByteBuf> open = parts;
    if (open == null) {
      open = new ArrayList<>();
      parts = open;
    }
    endPart(open);
    open.add(batches.retainedSlice());
  }

  private void endPart(List<ByteBuf> open) {
    int length = fields.writerIndex() - partStart;
    if (length > 0) {
      open.add(fields.retainedSlice(partStart, length));
      partStart = fields.writerIndex();
    }
  }

  @Override
  public void writeByte(byte value) {
    fields.writeByte(value);
  }

  @Override
  public void writeShort(short value) {
    fields.writeShort(value);
  }

  @Override
  public void writeInt(int value) {
    fields.writeInt(value);
  }

  @Override
  public void writeLong(long value) {
    fields.writeLong(value);
  }

  @Override
  public void writeDouble(double value) {
    fields.writeDouble(value);
  }

  @Override
  public void writeByteArray(byte[] bytes) {
    fields.writeBytes(bytes);
  }

  @Override
  public void writeByteBuffer(ByteBuffer bytes) {
    fields.writeBytes(bytes.duplicate());
  }

  @Override
  public void writeUnsignedVarint(int value) {
    int left = value;
    while ((left & ~0x7f) != 0) {
      fields.writeByte(left & 0x7f | 0x80);
      left >>>= 7;
    }
    fields.writeByte(left);
  }

  @Override
  public void writeVarint(int value) {
    writeUnsignedVarint(value << 1 ^ value >> 31);
  }

  @Override
  public void writeVarlong(long value) {
    long left = value << 1 ^ value >> 63;
    while ((left & ~0x7fL) != 0) {
      fields.writeByte((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    fields.writeByte((int) left);
  }
}

package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames (4.2.3), which gather until they are taken: all that is written in one turn of an
 * event loop goes out as one buffer. Bodies of more than a few kilobytes are slices of the buffers
 * they are in, not copies. Used by one thread.
 */
public final class FrameEncoder implements AutoCloseable {
  /** Up to here a copy is cheaper than one more part of what is sent. */
  private static final int COPIED_LENGTH = 4096;

  private static final int MIN_CAPACITY = 512;
  private static final int MAX_CAPACITY = 64 * 1024;

  private final ByteBufAllocator allocator;
  private final ArgumentWriter arguments = new ArgumentWriter();
  private int frameMax = FrameDecoder.MIN_FRAME_MAX;

  /** Everything but large bodies, from {@link #partStart} on in none of the parts. */
  private ByteBuf fields = Unpooled.EMPTY_BUFFER;

  private int partStart;

  /** How much room the fields get at first: as much as they took the last time. */
  private int capacity = MIN_CAPACITY;

  /** What is finished, in order: slices of the fields, and of bodies. */
  private final List<ByteBuf> parts = new ArrayList<>();

  private long partBytes;

  /**
   * @param allocator of what is taken
   */
  public FrameEncoder(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /**
   * Sets how large the frames of a body may be from the next one on. Other frames cannot be cut:
   * methods and headers are as large as they are, and it is for those who make them to know.
   *
   * @param bytes of a whole frame, at least {@link FrameDecoder#MIN_FRAME_MAX}
   */
  public void frameMax(int bytes) {
    if (bytes < FrameDecoder.MIN_FRAME_MAX) {
      throw new IllegalArgumentException("a frame-max of " + bytes);
    }
    frameMax = bytes;
  }

  /** Writes what a connection begins with, or is refused with. */
  public void protocolHeader(ProtocolHeader header) {
    header.writeTo(fields());
  }

  /** Says that this side is alive. */
  public void heartbeat() {
    fields().writeByte(Frames.HEARTBEAT).writeShort(0).writeInt(0).writeByte(Frames.END);
  }

  /**
   * Writes a method without content.
   *
   * @throws IllegalArgumentException if a string of it is too long; nothing is written then
   */
  public void method(int channel, Method method) {
    if (method.hasContent()) {
      throw new IllegalArgumentException(method.id() + " without its content");
    }
    int start = fields().writerIndex();
    try {
      writeMethod(channel, method);
    } catch (RuntimeException e) {
      fields.writerIndex(start);
      throw e;
    }
  }

  /**
   * Writes a method with its content.
   *
   * @param content whose body is given away; it may be larger than a frame
   */
  public void content(int channel, Content content) {
    ByteBuf body = content.body();
    try {
      fields();
      writeMethod(channel, content.method());
      int start = begin(Frames.HEADER, channel);
      ContentHeader.write(arguments, body.readableBytes(), content.properties());
      end(start);
      writeBody(channel, body);
    } finally {
      body.release();
    }
  }

  private void writeMethod(int channel, Method method) {
    int start = begin(Frames.METHOD, channel);
    MethodId id = method.id();
    fields.writeShort(id.classId()).writeShort(id.methodId());
    method.writeTo(arguments);
    end(start);
  }

  private int begin(int type, int channel) {
    fields.writeByte(type).writeShort(channel).writeInt(0);
    arguments.begin(fields);
    return fields.writerIndex();
  }

  private void end(int start) {
    fields.setInt(start - Integer.BYTES, fields.writerIndex() - start);
    fields.writeByte(Frames.END);
  }

  private void writeBody(int channel, ByteBuf body) {
    int most = frameMax - Frames.OVERHEAD;
    while (body.isReadable()) {
      int length = Math.min(most, body.readableBytes());
      fields.writeByte(Frames.BODY).writeShort(channel).writeInt(length);
      if (length <= COPIED_LENGTH) {
        fields.writeBytes(body, length);
      } else {
        endPart();
        parts.add(body.readRetainedSlice(length));
        partBytes += length;
      }
      fields.writeByte(Frames.END);
    }
  }

  private void endPart() {
    int length = fields.writerIndex() - partStart;
    parts.add(fields.retainedSlice(partStart, length));
    partStart = fields.writerIndex();
    partBytes += length;
  }

  private ByteBuf fields() {
    if (fields.capacity() == 0) {
      fields = allocator.ioBuffer(capacity);
    }
    return fields;
  }

  /** How many bytes have gathered. */
  public long size() {
    return partBytes + fields.writerIndex() - partStart;
  }

  /**
   * All that has gathered, after which nothing has.
   *
   * @return owned by the caller; null if it is nothing
   */
  public @Nullable ByteBuf take() {
    if (size() == 0) {
      return null;
    }
    capacity = Math.clamp(fields.writerIndex(), MIN_CAPACITY, MAX_CAPACITY);
    if (parts.isEmpty()) {
      ByteBuf taken = fields;
      fields = Unpooled.EMPTY_BUFFER;
      return taken;
    }
    endPart();
    CompositeByteBuf taken = allocator.compositeBuffer(Math.max(2, parts.size()));
    taken.addComponents(true, parts);
    parts.clear();
    close();
    return taken;
  }

  /** Lets go of what has gathered. */
  @Override
  public void close() {
    for (ByteBuf part : parts) {
      part.release();
    }
    parts.clear();
    partBytes = 0;
    fields.release();
    fields = Unpooled.EMPTY_BUFFER;
    partStart = 0;
  }
}

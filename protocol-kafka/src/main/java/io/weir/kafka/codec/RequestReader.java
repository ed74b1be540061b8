package io.weir.kafka.codec;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.Readable;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Lets Kafka's generated classes read a frame where it lies.
 *
 * <p>Two bounds keep a small or hostile frame from becoming many objects, for the generated code
 * allocates a collection by the size that the frame claims: a claim past {@link #MAX_ELEMENTS} is
 * refused, and so is a request of more than {@link #MAX_FIELDS} fields.
 *
 * <p>Records are not read at all: {@link #readRecords} leaves a note of where they lie, see {@link
 * RecordsInFrame}.
 */
final class RequestReader implements Readable {
  /** The most elements that one collection of a request may claim to have. */
  static final int MAX_ELEMENTS = 1_000_000;

  /** The most fields that a request may have in all. */
  static final int MAX_FIELDS = 4_000_000;

  private final ByteBuf in;
  private int fields;

  RequestReader(ByteBuf in) {
    this.in = in;
  }

  private ByteBuf field(int bytes) {
    if (++fields > MAX_FIELDS) {
      throw new MalformedFrameException("a request of more than " + MAX_FIELDS + " fields");
    }
    if (bytes < 0 || bytes > in.readableBytes()) {
      throw new MalformedFrameException(
          "a field of " + bytes + " bytes, where " + in.readableBytes() + " are left in the frame");
    }
    return in;
  }

  @Override
  public byte readByte() {
    return field(Byte.BYTES).readByte();
  }

  @Override
  public short readShort() {
    return field(Short.BYTES).readShort();
  }

  @Override
  public int readInt() {
    return field(Integer.BYTES).readInt();
  }

  @Override
  public long readLong() {
    return field(Long.BYTES).readLong();
  }

  @Override
  public double readDouble() {
    return field(Double.BYTES).readDouble();
  }

  @Override
  public byte[] readArray(int length) {
    field(length);
    byte[] bytes = new byte[length];
    in.readBytes(bytes);
    return bytes;
  }

  @Override
  public ByteBuffer readByteBuffer(int length) {
    return ByteBuffer.wrap(readArray(length));
  }

  @Override
  public MemoryRecords readRecords(int length) {
    int start = field(length).readerIndex();
    in.skipBytes(length);
    return RecordsInFrame.note(start, length);
  }

  @Override
  public int readUnsignedVarint() {
    return (int) unsignedVarint(5);
  }

  @Override
  public int readVarint() {
    int raw = (int) unsignedVarint(5);
    return raw >>> 1 ^ -(raw & 1);
  }

  @Override
  public long readVarlong() {
    long raw = unsignedVarint(10);
    return raw >>> 1 ^ -(raw & 1);
  }

  private long unsignedVarint(int maxBytes) {
    field(1);
    long value = 0;
    for (int i = 0; i < maxBytes; i++) {
      byte next = in.isReadable() ? in.readByte() : tooShort();
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedFrameException(
        "a variable-length number of more than " + maxBytes + " bytes");
  }

  private static byte tooShort() {
    throw new MalformedFrameException("the frame ends inside a variable-length number");
  }

  /**
   * Asked by the generated code only before it allocates a collection, to see whether the frame can
   * hold as many elements as it claims; so this is also where claims are bounded.
   */
  @Override
  public int remaining() {
    return Math.min(in.readableBytes(), MAX_ELEMENTS);
  }

  @Override
  public Readable slice() {
    return new RequestReader(in.slice());
  }
}

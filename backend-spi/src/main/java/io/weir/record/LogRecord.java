package io.weir.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record, read where it lies. Key and body are slices that are not retained: valid until the
 * {@link Records} they came from is closed. Headers are parsed when asked for.
 */
public final class LogRecord {
  private final long offset;
  private final long timestamp;
  private final @Nullable ByteBuf key;
  private final @Nullable ByteBuf value;
  private final ByteBuf headers;

  /** Key, value and headers as they lie in the batch. */
  private final ByteBuf fields;

  private LogRecord(
      long offset,
      long timestamp,
      @Nullable ByteBuf key,
      @Nullable ByteBuf value,
      ByteBuf headers,
      ByteBuf fields) {
    this.offset = offset;
    this.timestamp = timestamp;
    this.key = key;
    this.value = value;
    this.headers = headers;
    this.fields = fields;
  }

  static LogRecord read(ByteBuf in, RecordBatch batch) {
    try {
      int length = Varint.readInt(in);
      if (length < 0 || length > in.readableBytes()) {
        throw malformed(
            "a record of " + length + " bytes where " + in.readableBytes() + " are left");
      }
      ByteBuf body = in.readSlice(length);
      body.skipBytes(1); // attributes: no bit has a meaning in v2
      long timestampDelta = Varint.readLong(body);
      int offsetDelta = Varint.readInt(body);
      ByteBuf fields = body.slice();
      ByteBuf key = readBytes(body);
      ByteBuf value = readBytes(body);
      long timestamp =
          batch.isLogAppendTime() ? batch.maxTimestamp() : batch.baseTimestamp() + timestampDelta;
      return new LogRecord(batch.baseOffset() + offsetDelta, timestamp, key, value, body, fields);
    } catch (IndexOutOfBoundsException e) {
      throw malformed("a record ends before its fields do");
    }
  }

  /** Position in the partition. */
  public long offset() {
    return offset;
  }

  /** Milliseconds since 1970; -1 if the producer gave none. */
  public long timestamp() {
    return timestamp;
  }

  /** The key, or null where there is none (an empty key is an empty buffer). */
  public @Nullable ByteBuf key() {
    return key;
  }

  /** The body, or null for a tombstone. */
  public @Nullable ByteBuf value() {
    return value;
  }

  /** Bytes that key, value and headers take. */
  public int sizeInBytes() {
    return fields.readableBytes();
  }

  /** The same record in memory of its own, on the heap: valid for ever, and nobody's to release. */
  public LogRecord copy() {
    ByteBuf own = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(fields));
    ByteBuf in = own.duplicate();
    return new LogRecord(offset, timestamp, readBytes(in), readBytes(in), in, own);
  }

  /**
   * All headers in the order they were written, duplicates included.
   *
   * @throws InvalidBatchException if they do not parse
   */
  public List<Header> headers() {
    ByteBuf in = headers.duplicate();
    try {
      int count = Varint.readInt(in);
      if (count < 0 || count > in.readableBytes()) {
        throw malformed(count + " headers in " + in.readableBytes() + " bytes");
      }
      List<Header> parsed = count == 0 ? List.of() : new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int nameLength = Varint.readInt(in);
        if (nameLength < 0) {
          throw malformed("a header without a name");
        }
        String name = in.readString(nameLength, StandardCharsets.UTF_8);
        int length = Varint.readInt(in);
        byte @Nullable [] value = length < 0 ? null : readArray(in, length);
        parsed.add(new Header(name, value));
      }
      if (in.isReadable()) {
        throw malformed(in.readableBytes() + " bytes are left behind the headers");
      }
      return parsed;
    } catch (IndexOutOfBoundsException e) {
      throw malformed("headers end before they should");
    }
  }

  /** Writes this record with other deltas; what it says stays as its producer wrote it. */
  void writeTo(ByteBuf out, long timestampDelta, long offsetDelta) {
    int length =
        1 + Varint.size(timestampDelta) + Varint.size(offsetDelta) + fields.readableBytes();
    Varint.writeInt(out, length);
    out.writeByte(0);
    Varint.writeLong(out, timestampDelta);
    Varint.writeLong(out, offsetDelta);
    out.writeBytes(fields, fields.readerIndex(), fields.readableBytes());
  }

  private static @Nullable ByteBuf readBytes(ByteBuf in) {
    int length = Varint.readInt(in);
    if (length < 0) {
      return null;
    }
    return in.readSlice(length);
  }

  private static byte[] readArray(ByteBuf in, int length) {
    if (length > in.readableBytes()) {
      throw malformed("a header of " + length + " bytes where " + in.readableBytes() + " are left");
    }
    byte[] bytes = new byte[length];
    in.readBytes(bytes);
    return bytes;
  }

  private static InvalidBatchException malformed(String what) {
    return new InvalidBatchException(InvalidBatchException.Fault.RECORDS, what);
  }
}

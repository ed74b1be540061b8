package io.weir.record;

import static io.weir.record.RecordBatch.NONE;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes one record batch. Used by one thread; {@link #build} ends its life. Offsets begin at 0
 * (the log assigns the base offset), timestamps are those given.
 */
public final class BatchBuilder implements AutoCloseable {
  private final ByteBufAllocator allocator;
  private final Compression compression;
  private @Nullable ByteBuf records;
  private int count;
  private long baseTimestamp;
  private long maxTimestamp = NONE;
  private long producerId = NONE;
  private short producerEpoch = NONE;
  private int baseSequence = NONE;
  private int flags;

  private BatchBuilder(ByteBufAllocator allocator, Compression compression) {
    this.allocator = allocator;
    this.compression = compression;
    this.records = allocator.buffer(256);
  }

  public static BatchBuilder create(ByteBufAllocator allocator) {
    return new BatchBuilder(allocator, Compression.NONE);
  }

  public static BatchBuilder create(ByteBufAllocator allocator, Compression compression) {
    return new BatchBuilder(allocator, compression);
  }

  /** The fields of an idempotent producer, as {@code initProducer} gave them out. */
  public BatchBuilder producer(long id, short epoch, int sequence) {
    this.producerId = id;
    this.producerEpoch = epoch;
    this.baseSequence = sequence;
    return this;
  }

  /** Makes the batch part of its producer's open transaction. */
  public BatchBuilder transactional() {
    flags |= BatchFormat.TRANSACTIONAL_FLAG;
    return this;
  }

  /** Makes the batch a control batch: a log's own marker, never shown as messages. */
  public BatchBuilder control() {
    flags |= BatchFormat.CONTROL_FLAG;
    return this;
  }

  /**
   * Adds a record; copies what it is given, and leaves the buffers' indexes and ownership alone.
   *
   * @param timestamp milliseconds since 1970
   * @param value the body, or null for a tombstone
   */
  public BatchBuilder add(
      long timestamp, @Nullable ByteBuf key, @Nullable ByteBuf value, List<Header> headers) {
    ByteBuf out = open();
    if (count == 0) {
      baseTimestamp = timestamp;
    }
    maxTimestamp = Math.max(maxTimestamp, timestamp);
    long timestampDelta = timestamp - baseTimestamp;
    ByteBuf head = headers.isEmpty() ? null : headerBytes(headers);
    try {
      int length =
          1
              + Varint.size(timestampDelta)
              + Varint.size(count)
              + sizeOf(key)
              + sizeOf(value)
              + (head == null ? 1 : head.readableBytes());
      Varint.writeInt(out, length);
      out.writeByte(0);
      Varint.writeLong(out, timestampDelta);
      Varint.writeInt(out, count);
      write(out, key);
      write(out, value);
      if (head == null) {
        Varint.writeInt(out, 0);
      } else {
        out.writeBytes(head);
      }
    } finally {
      if (head != null) {
        head.release();
      }
    }
    count++;
    return this;
  }

  /** Records added so far. */
  public int count() {
    return count;
  }

  /** Bytes the batch would have without compression. */
  public int sizeInBytes() {
    return BatchFormat.HEADER_BYTES + open().readableBytes();
  }

  /**
   * The finished batch, in a buffer that the caller owns.
   *
   * @throws IllegalStateException if no record was added, or the builder was closed
   */
  public ByteBuf build() {
    ByteBuf body = open();
    if (count == 0) {
      throw new IllegalStateException("a batch has at least one record");
    }
    ByteBuf batch = allocator.buffer(BatchFormat.HEADER_BYTES + body.readableBytes());
    batch.writeZero(BatchFormat.HEADER_BYTES);
    if (compression == Compression.NONE) {
      batch.writeBytes(body);
    } else {
      Codec.compress(compression, body, batch);
    }
    close();
    batch.setInt(BatchFormat.LENGTH, batch.readableBytes() - BatchFormat.LENGTH_OVERHEAD);
    batch.setInt(BatchFormat.LEADER_EPOCH, NONE);
    batch.setByte(BatchFormat.MAGIC, BatchFormat.MAGIC_V2);
    batch.setShort(BatchFormat.ATTRIBUTES, flags | compression.id());
    batch.setInt(BatchFormat.LAST_OFFSET_DELTA, count - 1);
    batch.setLong(BatchFormat.BASE_TIMESTAMP, baseTimestamp);
    batch.setLong(BatchFormat.MAX_TIMESTAMP, maxTimestamp);
    batch.setLong(BatchFormat.PRODUCER_ID, producerId);
    batch.setShort(BatchFormat.PRODUCER_EPOCH, producerEpoch);
    batch.setInt(BatchFormat.BASE_SEQUENCE, baseSequence);
    batch.setInt(BatchFormat.COUNT, count);
    CRC32C crc = new CRC32C();
    crc.update(
        batch.nioBuffer(BatchFormat.ATTRIBUTES, batch.readableBytes() - BatchFormat.ATTRIBUTES));
    batch.setInt(BatchFormat.CRC, (int) crc.getValue());
    return batch;
  }

  /** Frees what was written; needed only where {@link #build} is not reached. */
  @Override
  public void close() {
    if (records != null) {
      records.release();
      records = null;
    }
  }

  private ByteBuf open() {
    if (records == null) {
      throw new IllegalStateException("the batch is finished");
    }
    return records;
  }

  private ByteBuf headerBytes(List<Header> headers) {
    ByteBuf out = allocator.buffer();
    Varint.writeInt(out, headers.size());
    for (Header header : headers) {
      byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
      Varint.writeInt(out, name.length);
      out.writeBytes(name);
      byte[] value = header.value();
      Varint.writeInt(out, value == null ? -1 : value.length);
      if (value != null) {
        out.writeBytes(value);
      }
    }
    return out;
  }

  private static int sizeOf(@Nullable ByteBuf bytes) {
    return bytes == null ? 1 : Varint.size(bytes.readableBytes()) + bytes.readableBytes();
  }

  private static void write(ByteBuf out, @Nullable ByteBuf bytes) {
    if (bytes == null) {
      Varint.writeInt(out, -1);
    } else {
      Varint.writeInt(out, bytes.readableBytes());
      out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    }
  }
}

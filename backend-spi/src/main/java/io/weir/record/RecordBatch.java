package io.weir.record;

import static io.weir.record.BatchFormat.ATTRIBUTES;
import static io.weir.record.BatchFormat.BASE_OFFSET;
import static io.weir.record.BatchFormat.BASE_SEQUENCE;
import static io.weir.record.BatchFormat.BASE_TIMESTAMP;
import static io.weir.record.BatchFormat.COUNT;
import static io.weir.record.BatchFormat.CRC;
import static io.weir.record.BatchFormat.HEADER_BYTES;
import static io.weir.record.BatchFormat.LAST_OFFSET_DELTA;
import static io.weir.record.BatchFormat.LEADER_EPOCH;
import static io.weir.record.BatchFormat.LENGTH;
import static io.weir.record.BatchFormat.LENGTH_OVERHEAD;
import static io.weir.record.BatchFormat.MAGIC;
import static io.weir.record.BatchFormat.MAGIC_V2;
import static io.weir.record.BatchFormat.MAX_TIMESTAMP;
import static io.weir.record.BatchFormat.PRODUCER_EPOCH;
import static io.weir.record.BatchFormat.PRODUCER_ID;
import static io.weir.record.InvalidBatchException.Fault.ARITHMETIC;
import static io.weir.record.InvalidBatchException.Fault.CHECKSUM;
import static io.weir.record.InvalidBatchException.Fault.TRUNCATED;

import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32C;

/**
 * One record batch v2, read where it lies in a buffer.
 *
 * <p>A view: it neither copies nor retains, so it is valid only as long as its owner keeps the
 * buffer, and it is as thread-safe as reading that buffer by index is. {@link #at} looks at the
 * frame only (magic and length), so that a log can pass on a batch whose inside is none of its
 * business; {@link #validate} checks all that can be checked without decompressing.
 */
public final class RecordBatch {
  /** The producer id, epoch or sequence of a batch whose producer gave none. */
  public static final int NONE = -1;

  private final ByteBuf buffer;
  private final int start;
  private final int size;

  private RecordBatch(ByteBuf buffer, int start, int size) {
    this.buffer = buffer;
    this.start = start;
    this.size = size;
  }

  /**
   * The batch that begins at an index of a buffer.
   *
   * @throws InvalidBatchException if there is no whole batch of format v2 before the buffer's
   *     writer index
   */
  public static RecordBatch at(ByteBuf buffer, int index) {
    int available = buffer.writerIndex() - index;
    if (available < HEADER_BYTES) {
      throw new InvalidBatchException(
          TRUNCATED, available + " bytes left where a batch header takes " + HEADER_BYTES);
    }
    byte magic = buffer.getByte(index + MAGIC);
    if (magic != MAGIC_V2) {
      throw new InvalidBatchException(
          InvalidBatchException.Fault.MAGIC, "batch format " + magic + " where only 2 is spoken");
    }
    int length = buffer.getInt(index + LENGTH);
    if (length < HEADER_BYTES - LENGTH_OVERHEAD) {
      throw new InvalidBatchException(
          ARITHMETIC, "batch length " + length + " is less than a header");
    }
    if (length > available - LENGTH_OVERHEAD) {
      throw new InvalidBatchException(
          TRUNCATED,
          "batch length " + length + " where " + (available - LENGTH_OVERHEAD) + " bytes are left");
    }
    return new RecordBatch(buffer, index, length + LENGTH_OVERHEAD);
  }

  /**
   * The batch that a buffer holds from its reader index to its end, and nothing else.
   *
   * @throws InvalidBatchException if the buffer holds less or more than one batch
   */
  public static RecordBatch only(ByteBuf buffer) {
    RecordBatch batch = at(buffer, buffer.readerIndex());
    if (batch.size != buffer.readableBytes()) {
      throw new InvalidBatchException(
          ARITHMETIC,
          (buffer.readableBytes() - batch.size) + " bytes follow the only batch expected");
    }
    return batch;
  }

  /**
   * Checks the checksum and that count, offset delta, compression and reserved bits fit together.
   */
  public void validate() {
    int attributes = attributes();
    if ((attributes & ~0x7f) != 0) {
      throw new InvalidBatchException(
          ARITHMETIC, "attributes " + attributes + " use reserved bits");
    }
    compression();
    int count = count();
    if (count <= 0 || lastOffsetDelta() != count - 1) {
      throw new InvalidBatchException(
          ARITHMETIC, "count " + count + " does not fit last offset delta " + lastOffsetDelta());
    }
    if (hasProducer() && !isControl() && (producerEpoch() < 0 || baseSequence() < 0)) {
      throw new InvalidBatchException(
          ARITHMETIC,
          "producer "
              + producerId()
              + " with epoch "
              + producerEpoch()
              + " and sequence "
              + baseSequence());
    }
    if (producerId() < NONE) {
      throw new InvalidBatchException(ARITHMETIC, "producer id " + producerId());
    }
    if (isTransactional() && !hasProducer()) {
      throw new InvalidBatchException(ARITHMETIC, "a transactional batch without a producer id");
    }
    int computed = computeChecksum();
    if (computed != checksum()) {
      throw new InvalidBatchException(
          CHECKSUM,
          "checksum "
              + Integer.toHexString(checksum())
              + " where the bytes give "
              + Integer.toHexString(computed));
    }
  }

  public long baseOffset() {
    return buffer.getLong(start + BASE_OFFSET);
  }

  /** The offset of the last record, base offset included. */
  public long lastOffset() {
    return baseOffset() + lastOffsetDelta();
  }

  /**
   * The offset after the last record: where the next batch begins, if nothing was compacted away.
   */
  public long nextOffset() {
    return lastOffset() + 1;
  }

  public int lastOffsetDelta() {
    return buffer.getInt(start + LAST_OFFSET_DELTA);
  }

  /**
   * Records in the batch: at least 1 in a valid one, 0 where compaction took all of them and left
   * the batch to mark its offsets.
   */
  public int count() {
    return buffer.getInt(start + COUNT);
  }

  /** Bytes of the whole batch, header included. */
  public int sizeInBytes() {
    return size;
  }

  public int leaderEpoch() {
    return buffer.getInt(start + LEADER_EPOCH);
  }

  /**
   * What the timestamps of the records are counted from, milliseconds since 1970: the first one as
   * its producer gave it, or the {@link #deleteHorizon}.
   */
  public long baseTimestamp() {
    return buffer.getLong(start + BASE_TIMESTAMP);
  }

  /**
   * When compaction may remove what of this batch only tells of deletions (tombstones, ends of
   * transactions), milliseconds since 1970; {@link #NONE} if it has not come by yet.
   */
  public long deleteHorizon() {
    return (attributes() & BatchFormat.DELETE_HORIZON_FLAG) == 0 ? NONE : baseTimestamp();
  }

  /** The greatest timestamp of any record, milliseconds since 1970, or -1 if none has one. */
  public long maxTimestamp() {
    return buffer.getLong(start + MAX_TIMESTAMP);
  }

  public long producerId() {
    return buffer.getLong(start + PRODUCER_ID);
  }

  public short producerEpoch() {
    return buffer.getShort(start + PRODUCER_EPOCH);
  }

  /** The sequence number of the first record; numbers wrap from 2^31-1 to 0. */
  public int baseSequence() {
    return buffer.getInt(start + BASE_SEQUENCE);
  }

  /** Whether an idempotent or transactional producer wrote this batch. */
  public boolean hasProducer() {
    return producerId() != NONE;
  }

  public Compression compression() {
    return Compression.of(attributes() & BatchFormat.COMPRESSION_MASK);
  }

  /** Whether all records carry {@link #maxTimestamp} as the time the log took them. */
  public boolean isLogAppendTime() {
    return (attributes() & BatchFormat.LOG_APPEND_TIME_FLAG) != 0;
  }

  public boolean isTransactional() {
    return (attributes() & BatchFormat.TRANSACTIONAL_FLAG) != 0;
  }

  /** Whether this is the log's own marker rather than messages. */
  public boolean isControl() {
    return (attributes() & BatchFormat.CONTROL_FLAG) != 0;
  }

  public int checksum() {
    return buffer.getInt(start + CRC);
  }

  /** CRC-32C over everything from the attributes to the end. */
  public int computeChecksum() {
    CRC32C crc = new CRC32C();
    int length = size - ATTRIBUTES;
    if (buffer.nioBufferCount() == 1) {
      crc.update(buffer.nioBuffer(start + ATTRIBUTES, length));
    } else {
      for (var part : buffer.nioBuffers(start + ATTRIBUTES, length)) {
        crc.update(part);
      }
    }
    return (int) crc.getValue();
  }

  /**
   * The records, decompressed if need be.
   *
   * @param maxBytes the most bytes the decompressed records may take
   * @throws InvalidBatchException if they cannot be decompressed or would take more
   */
  public Records records(int maxBytes) {
    return Records.of(this, maxBytes);
  }

  /** This batch's bytes, as a slice that is not retained. */
  public ByteBuf slice() {
    return buffer.slice(start, size);
  }

  /** The records section as it lies here, not retained. */
  ByteBuf body() {
    return buffer.slice(start + HEADER_BYTES, size - HEADER_BYTES);
  }

  /** Where the batch begins in its buffer. */
  public int index() {
    return start;
  }

  private int attributes() {
    return buffer.getShort(start + ATTRIBUTES);
  }

  @Override
  public String toString() {
    return "batch[" + baseOffset() + ".." + lastOffset() + ", " + size + " bytes]";
  }
}

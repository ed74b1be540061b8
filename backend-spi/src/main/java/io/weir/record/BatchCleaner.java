package io.weir.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.weir.record.InvalidBatchException.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Takes records out of batches as compaction does in Apache Kafka: the records that stay keep their
 * offsets and bytes, the batch its base offset, last offset, producer, leader epoch, attributes and
 * compression, so that a reader sees gaps and nothing else. Used by one thread.
 */
public final class BatchCleaner {
  private final ByteBufAllocator allocator;
  private final int maxBytes;

  /**
   * @param maxBytes the most bytes that the records of one batch may take decompressed
   */
  public BatchCleaner(ByteBufAllocator allocator, int maxBytes) {
    this.allocator = allocator;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes the records out of a batch that a filter does not keep.
   *
   * @param batch stays as it is
   * @param keep asked once for each record, in their order
   * @param horizon {@link RecordBatch#deleteHorizon} of the batch that is left, if a tombstone is
   *     in it and it had none; milliseconds since 1970, or {@link RecordBatch#NONE} to give none
   * @throws InvalidBatchException if the records cannot be read, would take more than the most
   *     bytes, or their offsets do not grow within those of the batch
   */
  public Cleaned clean(RecordBatch batch, Predicate<LogRecord> keep, long horizon) {
    try (Records records = batch.records(maxBytes)) {
      List<LogRecord> kept = new ArrayList<>();
      boolean tombstones = false;
      long previous = batch.baseOffset() - 1;
      for (LogRecord record : records) {
        if (record.offset() <= previous || record.offset() > batch.lastOffset()) {
          throw misplaced(batch, record, previous);
        }
        previous = record.offset();
        if (keep.test(record)) {
          kept.add(record);
          tombstones |= record.value() == null;
        }
      }
      long before = batch.deleteHorizon();
      long after = before == RecordBatch.NONE && tombstones ? horizon : before;
      if (kept.isEmpty()) {
        return new Cleaned.Nothing();
      }
      return kept.size() == batch.count() && after == before
          ? new Cleaned.Whole()
          : new Cleaned.Rewritten(rewrite(batch, kept, after));
    }
  }

  /**
   * A batch with all of its records and another {@link RecordBatch#deleteHorizon}.
   *
   * @return in a buffer that the caller owns
   */
  public ByteBuf withHorizon(RecordBatch batch, long horizon) {
    try (Records records = batch.records(maxBytes)) {
      List<LogRecord> all = new ArrayList<>();
      records.forEach(all::add);
      return rewrite(batch, all, horizon);
    }
  }

  /**
   * A batch without records in the place of another: it takes a reader over offsets of which
   * nothing is left.
   *
   * @return in a buffer that the caller owns
   */
  public ByteBuf emptied(RecordBatch batch) {
    ByteBuf out = allocator.buffer(BatchFormat.HEADER_BYTES);
    out.writeBytes(batch.slice(), 0, BatchFormat.HEADER_BYTES);
    out.setShort(
        BatchFormat.ATTRIBUTES,
        out.getShort(BatchFormat.ATTRIBUTES)
            & ~(BatchFormat.COMPRESSION_MASK | BatchFormat.DELETE_HORIZON_FLAG));
    out.setLong(BatchFormat.BASE_TIMESTAMP, RecordBatch.NONE);
    return finish(out, 0, RecordBatch.NONE);
  }

  private ByteBuf rewrite(RecordBatch batch, List<LogRecord> records, long horizon) {
    boolean hasHorizon = horizon != RecordBatch.NONE;
    long base = hasHorizon ? horizon : records.getFirst().timestamp();
    long newest = RecordBatch.NONE;
    ByteBuf body = allocator.buffer();
    ByteBuf out = allocator.buffer(BatchFormat.HEADER_BYTES + batch.sizeInBytes());
    try {
      for (LogRecord record : records) {
        newest = Math.max(newest, record.timestamp());
        record.writeTo(body, record.timestamp() - base, record.offset() - batch.baseOffset());
      }
      out.writeBytes(batch.slice(), 0, BatchFormat.HEADER_BYTES);
      if (batch.compression() == Compression.NONE) {
        out.writeBytes(body);
      } else {
        Codec.compress(batch.compression(), body, out);
      }
    } catch (RuntimeException e) {
      out.release();
      throw e;
    } finally {
      body.release();
    }
    int attributes = out.getShort(BatchFormat.ATTRIBUTES) & ~BatchFormat.DELETE_HORIZON_FLAG;
    out.setShort(
        BatchFormat.ATTRIBUTES, attributes | (hasHorizon ? BatchFormat.DELETE_HORIZON_FLAG : 0));
    out.setLong(BatchFormat.BASE_TIMESTAMP, base);
    return finish(out, records.size(), newest);
  }

  private static ByteBuf finish(ByteBuf out, int count, long newest) {
    out.setInt(BatchFormat.LENGTH, out.readableBytes() - BatchFormat.LENGTH_OVERHEAD);
    out.setInt(BatchFormat.COUNT, count);
    out.setLong(BatchFormat.MAX_TIMESTAMP, newest);
    out.setInt(BatchFormat.CRC, RecordBatch.only(out).computeChecksum());
    return out;
  }

  private static InvalidBatchException misplaced(
      RecordBatch batch, LogRecord record, long previous) {
    return new InvalidBatchException(
        Fault.RECORDS,
        "a record with offset " + record.offset() + " after " + previous + " in " + batch);
  }
}

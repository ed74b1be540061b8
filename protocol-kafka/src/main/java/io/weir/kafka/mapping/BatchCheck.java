package io.weir.kafka.mapping;

import io.netty.buffer.ByteBuf;
import io.weir.record.BatchFormat;
import io.weir.record.Compression;
import io.weir.record.InvalidBatchException;
import io.weir.record.RecordBatch;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * What of a producer's batch is Kafka's business rather than the log's: that it is one, of the
 * format there is today, and not a log's own marker. Checksum and numbers are checked on the way to
 * the log.
 */
public final class BatchCheck {
  private static final int FIRST_VERSION_WITH_ZSTD = 7;

  private BatchCheck() {}

  /** Why a batch is not taken. */
  public record Refusal(Errors error, String message) {}

  /** The reason to refuse a partition's records, or null. */
  public static @Nullable Refusal check(ByteBuf records, short version) {
    int bytes = records.readableBytes();
    if (bytes > BatchFormat.MAGIC
        && records.getByte(records.readerIndex() + BatchFormat.MAGIC) != BatchFormat.MAGIC_V2) {
      return new Refusal(
          Errors.INVALID_RECORD,
          "only record batches of format 2 are taken, as every client since Kafka 0.11 writes them");
    }
    if (bytes == 0) {
      return new Refusal(Errors.INVALID_RECORD, "a partition without a record batch");
    }
    try {
      RecordBatch batch = RecordBatch.at(records, records.readerIndex());
      if (batch.sizeInBytes() != bytes) {
        return new Refusal(Errors.INVALID_RECORD, "more than one record batch for a partition");
      }
      if (batch.isControl()) {
        return new Refusal(Errors.INVALID_RECORD, "control batches are written by the log alone");
      }
      if (version < FIRST_VERSION_WITH_ZSTD && batch.compression() == Compression.ZSTD) {
        return new Refusal(
            Errors.UNSUPPORTED_COMPRESSION_TYPE,
            "zstd needs Produce version " + FIRST_VERSION_WITH_ZSTD);
      }
      return null;
    } catch (InvalidBatchException e) {
      boolean contradictory = e.fault() == InvalidBatchException.Fault.ARITHMETIC;
      return new Refusal(
          contradictory ? Errors.INVALID_RECORD : Errors.CORRUPT_MESSAGE,
          String.valueOf(e.getMessage()));
    }
  }
}

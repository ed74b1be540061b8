package io.weir.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The records of one batch, in order. Holds the decompressed bytes where the batch is compressed,
 * so close it; the records are valid until then, and no longer than the batch's own buffer.
 */
public final class Records implements Iterable<LogRecord>, AutoCloseable {
  private final RecordBatch batch;
  private final ByteBuf body;

  private Records(RecordBatch batch, ByteBuf body) {
    this.batch = batch;
    this.body = body;
  }

  static Records of(RecordBatch batch, int maxBytes) {
    ByteBuf body =
        batch.compression() == Compression.NONE
            ? Unpooled.unreleasableBuffer(batch.body())
            : Codec.decompress(batch.compression(), batch.body(), maxBytes);
    return new Records(batch, body);
  }

  /** Its {@code next} throws {@link InvalidBatchException} where a record does not parse. */
  @Override
  public Iterator<LogRecord> iterator() {
    return new Iterator<>() {
      private final ByteBuf in = body.duplicate();
      private int left = batch.count();

      @Override
      public boolean hasNext() {
        return left > 0;
      }

      @Override
      public LogRecord next() {
        if (left <= 0) {
          throw new NoSuchElementException();
        }
        left--;
        LogRecord record = LogRecord.read(in, batch);
        if (left == 0 && in.isReadable()) {
          throw new InvalidBatchException(
              InvalidBatchException.Fault.RECORDS,
              in.readableBytes() + " bytes are left behind the last of the records");
        }
        return record;
      }
    };
  }

  @Override
  public void close() {
    body.release();
  }
}

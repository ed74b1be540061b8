package io.weir.backend.reference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.backend.BackendException;
import io.weir.backend.Isolation;
import io.weir.backend.KeyRead;
import io.weir.backend.KeyReadResult;
import io.weir.backend.Offsets;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;

/** Finds keys by looking at every record. */
record ReferenceKeys(Partition partition, Flaw flaw) {

  KeyReadResult read(KeyRead read) {
    Offsets now = partition.offsets();
    if (read.offset() < now.logStart() || read.offset() > now.highWatermark()) {
      throw new BackendException.OffsetOutOfRange(read.offset() + " is not within " + now, now);
    }
    boolean all = flaw == Flaw.SHOWS_OPEN_TRANSACTIONS_BY_KEY;
    long end = all ? now.highWatermark() : now.end(read.isolation());
    ByteBuf out = Unpooled.buffer();
    for (RecordBatch batch : partition.batches) {
      boolean there = batch.nextOffset() > read.offset() && batch.baseOffset() < end;
      if (there && !batch.isControl() && hasKey(batch, read.key()) && isShown(batch, read)) {
        boolean fits = out.readableBytes() + batch.sizeInBytes() <= read.maxBytes();
        if (!fits && out.isReadable() && flaw != Flaw.IGNORES_MAX_BYTES_BY_KEY) {
          return new KeyReadResult(out, batch.baseOffset(), now);
        }
        out.writeBytes(batch.slice());
      }
    }
    boolean stuck = flaw == Flaw.STANDS_WHERE_NOTHING_IS_FOUND && !out.isReadable();
    return new KeyReadResult(out, stuck ? read.offset() : Math.max(read.offset(), end), now);
  }

  private boolean isShown(RecordBatch batch, KeyRead read) {
    return read.isolation() == Isolation.UNCOMMITTED
        || flaw == Flaw.FINDS_WHAT_WAS_ABORTED
        || partition.aborted.stream()
            .noneMatch(
                one ->
                    batch.isTransactional()
                        && one.producer() == batch.producerId()
                        && one.first() <= batch.baseOffset()
                        && batch.baseOffset() < one.marker());
  }

  private boolean hasKey(RecordBatch batch, ByteBuf key) {
    if (flaw == Flaw.FINDS_EVERYTHING) {
      return true;
    }
    try (Records records = batch.records(Partition.MAX_RECORD_BYTES)) {
      int looked = 0;
      for (LogRecord record : records) {
        boolean seen = flaw != Flaw.FINDS_FIRST_RECORDS_ONLY || looked == 0;
        ByteBuf own = record.key();
        if (own == null && flaw == Flaw.TAKES_NO_KEY_FOR_AN_EMPTY_ONE) {
          own = Unpooled.EMPTY_BUFFER;
        }
        if (seen && own != null && own.equals(key)) {
          return true;
        }
        looked++;
      }
    }
    return false;
  }
}

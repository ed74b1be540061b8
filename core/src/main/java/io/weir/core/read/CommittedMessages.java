package io.weir.core.read;

import io.netty.buffer.ByteBuf;
import io.weir.backend.ReadResult;
import io.weir.backend.ReadResult.AbortedTransaction;
import io.weir.record.Batches;
import io.weir.record.InvalidBatchException;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks the messages in what was read, for readers who take them one by one: the log's own markers
 * and aborted transactions are left out, batches are decompressed, and a batch whose inside cannot
 * be read is named and passed over, never a stall.
 */
public final class CommittedMessages {
  private static final short ABORT = 0;

  /** Is shown the messages. */
  public interface Visitor {
    /**
     * A message, valid during the call.
     *
     * @return whether it was taken; if not, the walk ends before it
     */
    boolean take(LogRecord message);

    /**
     * A batch, or the rest of one, cannot be read and is passed over.
     *
     * @param reason what is wrong with it
     */
    void passOver(long firstOffset, long lastOffset, String reason);
  }

  private final long offset;
  private final int maxInflatedBytes;
  private final Visitor visitor;
  private final Deque<AbortedTransaction> abortedAhead;
  private final Set<Long> aborting = new HashSet<>();
  private long next;

  private CommittedMessages(ReadResult read, long offset, int maxInflatedBytes, Visitor visitor) {
    this.offset = offset;
    this.maxInflatedBytes = maxInflatedBytes;
    this.visitor = visitor;
    this.next = offset;
    this.abortedAhead =
        new ArrayDeque<>(
            read.aborted().stream()
                .sorted(Comparator.comparingLong(AbortedTransaction::firstOffset))
                .toList());
  }

  /**
   * Walks what was read with {@link io.weir.backend.Isolation#COMMITTED}; its buffer stays the
   * caller's.
   *
   * @param offset from which messages are shown; batches may begin before it
   * @param maxInflatedBytes the most bytes the records of one batch may take; a batch with more is
   *     passed over
   * @return the offset to read from next
   */
  public static long walk(ReadResult read, long offset, int maxInflatedBytes, Visitor visitor) {
    return new CommittedMessages(read, offset, maxInflatedBytes, visitor).walk(read.batches());
  }

  private long walk(ByteBuf batches) {
    for (RecordBatch batch : Batches.in(batches)) {
      noteAborted(batch);
      if (isMessages(batch) && batch.lastOffset() >= offset && !takeAll(batch)) {
        return next;
      }
      next = Math.max(next, batch.nextOffset());
    }
    return next;
  }

  private boolean isMessages(RecordBatch batch) {
    if (batch.isControl()) {
      if (isAbort(batch)) {
        aborting.remove(batch.producerId());
      }
      return false;
    }
    return !batch.isTransactional() || !aborting.contains(batch.producerId());
  }

  private void noteAborted(RecordBatch batch) {
    while (!abortedAhead.isEmpty() && abortedAhead.getFirst().firstOffset() <= batch.lastOffset()) {
      aborting.add(abortedAhead.removeFirst().producerId());
    }
  }

  /** Shows a batch's messages; false if the walk ends in it. */
  private boolean takeAll(RecordBatch batch) {
    long shown = Math.max(offset, batch.baseOffset()) - 1;
    long previous = batch.baseOffset() - 1;
    try (Records records = batch.records(maxInflatedBytes)) {
      for (LogRecord message : records) {
        previous = checked(message, previous, batch);
        if (message.offset() < offset) {
          continue;
        }
        if (!visitor.take(message)) {
          next = message.offset();
          return false;
        }
        shown = message.offset();
      }
    } catch (InvalidBatchException e) {
      visitor.passOver(shown + 1, batch.lastOffset(), String.valueOf(e.getMessage()));
    }
    return true;
  }

  /**
   * A message's offset. It is the producer's word: one that lies elsewhere than in its place in its
   * batch would have readers go on where they have not yet been, past messages of others.
   */
  private static long checked(LogRecord message, long previous, RecordBatch batch) {
    if (message.offset() <= previous || message.offset() > batch.lastOffset()) {
      throw new InvalidBatchException(
          InvalidBatchException.Fault.RECORDS,
          "a record with offset "
              + message.offset()
              + " after "
              + previous
              + " in a batch that ends at "
              + batch.lastOffset());
    }
    return message.offset();
  }

  private static boolean isAbort(RecordBatch batch) {
    try (Records records = batch.records(Short.MAX_VALUE)) {
      Iterator<LogRecord> markers = records.iterator();
      @Nullable ByteBuf key = markers.hasNext() ? markers.next().key() : null;
      return key != null
          && key.readableBytes() >= 2 * Short.BYTES
          && key.getShort(key.readerIndex() + Short.BYTES) == ABORT;
    } catch (InvalidBatchException e) {
      return false;
    }
  }
}

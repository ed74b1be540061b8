package io.weir.embedded.state;

import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.segment.MetaRecord;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.Transaction;
import io.weir.embedded.segment.Transaction.Open;
import io.weir.record.RecordBatch;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Something that a commit writes. The sequencer's, but for its making. */
public sealed interface LogEntry {
  EntryHeader header();

  /** What follows the header, from the reader index; released by {@link #release}. */
  ByteBuf payload();

  /** Tells it where the payload lies in the segment. */
  void placed(int position);

  /** The payload is no longer needed. Idempotent. */
  void release();

  /** A record of the log about itself. */
  record Meta(EntryKind kind, ByteBuf payload) implements LogEntry {
    public static Meta of(MetaRecord record) {
      return new Meta(record.kind(), record.encode());
    }

    @Override
    public EntryHeader header() {
      CRC32C crc = new CRC32C();
      crc.update(payload.nioBuffer());
      return new EntryHeader(kind, payload.readableBytes(), -1, 0, 0, 0, (int) crc.getValue());
    }

    @Override
    public void placed(int position) {}

    @Override
    public void release() {}
  }

  /** A batch that was in the log before, or is made of such, for a collected segment. */
  record Kept(EntryHeader header, ByteBuf payload) implements LogEntry {
    @Override
    public void placed(int position) {}

    @Override
    public void release() {
      payload.release();
    }
  }

  /**
   * A batch for a partition: what was read from its header before it was queued, and what the
   * sequencer assigns.
   */
  final class Batch implements LogEntry {
    private final Partition partition;
    private final int size;
    private final int records;
    private final long maxTimestamp;
    private final long producerId;
    private final short producerEpoch;
    private final int baseSequence;
    private final boolean sequenced;
    private final boolean transactional;
    private final int @Nullable [] keys;
    private @Nullable ByteBuf payload;
    private long baseOffset;
    private int position;
    private @Nullable ProducerState producerBefore;
    private @Nullable Open begun;
    private boolean duplicate;
    private boolean held;

    /**
     * @param payload owned by this entry from now on
     */
    public Batch(Partition partition, ByteBuf payload, RecordBatch batch) {
      this.partition = partition;
      this.payload = payload;
      this.size = batch.sizeInBytes();
      this.records = batch.count();
      this.maxTimestamp = batch.maxTimestamp();
      this.producerId = batch.producerId();
      this.producerEpoch = batch.producerEpoch();
      this.baseSequence = batch.baseSequence();
      this.sequenced = batch.hasProducer() && !batch.isControl();
      this.transactional = batch.isTransactional() && !batch.isControl();
      this.keys = partition.keyHashes(batch);
    }

    public Partition partition() {
      return partition;
    }

    public int size() {
      return size;
    }

    public int records() {
      return records;
    }

    public long baseOffset() {
      return baseOffset;
    }

    public boolean isDuplicate() {
      return duplicate;
    }

    public boolean isSequenced() {
      return sequenced;
    }

    /** Whether it belongs to a transaction; a marker does not. */
    boolean isTransactional() {
      return transactional;
    }

    public ProducerTable.Key producerKey() {
      return new ProducerTable.Key(partition.number(), producerId);
    }

    public ProducerState.Verdict judge(ProducerState state) {
      return state.judge(producerEpoch, baseSequence, lastSequence());
    }

    public long producerId() {
      return producerId;
    }

    public short producerEpoch() {
      return producerEpoch;
    }

    public int baseSequence() {
      return baseSequence;
    }

    public void foundAt(long offset) {
      duplicate = true;
      baseOffset = offset;
    }

    /**
     * Takes a hold of its own on the payload, so that a caller that releases what it gave away does
     * no harm from now on; false if it has already.
     */
    public boolean hold() {
      try {
        payload().retain();
        held = true;
        return true;
      } catch (IllegalReferenceCountException e) {
        payload = null; // not ours any more, perhaps somebody else's
        return false;
      }
    }

    /** Takes the next offset of its partition, and its place in its producer's window. */
    public void assign(ProducerTable producers, long nowMillis) {
      baseOffset = partition.nextOffset();
      partition.nextOffset(baseOffset + records);
      if (sequenced) {
        ProducerTable.Key key = producerKey();
        ProducerState before = producers.get(key);
        producerBefore = before;
        producers.put(
            key,
            before == null
                ? ProducerState.first(
                    producerEpoch, baseSequence, lastSequence(), baseOffset, nowMillis)
                : before.with(producerEpoch, baseSequence, lastSequence(), baseOffset, nowMillis));
      }
    }

    /** Becomes part of its producer's open transaction. */
    public void join(TransactionTable transactions) {
      Transaction transaction = transactional ? transactions.of(producerId) : null;
      Open open = transaction == null ? null : transaction.open();
      if (open != null && open.wrote(partition.number(), baseOffset)) {
        begun = open;
      }
    }

    /** Gives all that back: the newest assignment first. */
    public void unassign(ProducerTable producers) {
      if (!duplicate) {
        partition.nextOffset(baseOffset);
        if (begun != null) {
          begun.wroteNothing(partition.number());
        }
        if (sequenced) {
          producers.restore(producerKey(), producerBefore);
        }
      }
    }

    /** Shows it to readers. */
    public void publish(Segment segment) {
      if (begun != null) {
        partition.beginTransaction(producerId, baseOffset);
      }
      partition.publish(
          segment, baseOffset, baseOffset + records, maxTimestamp, position, size, keys);
    }

    private int lastSequence() {
      return ProducerState.lastSequence(baseSequence, records);
    }

    @Override
    public EntryHeader header() {
      return new EntryHeader(
          EntryKind.BATCH,
          size,
          partition.number(),
          partition.epochs().current(),
          baseOffset,
          records,
          0);
    }

    @Override
    public ByteBuf payload() {
      ByteBuf current = payload;
      if (current == null) {
        throw new IllegalStateException("the batch was released");
      }
      return current;
    }

    @Override
    public void placed(int place) {
      position = place;
    }

    @Override
    public void release() {
      ByteBuf current = payload;
      if (current != null) {
        payload = null;
        try {
          current.release(held ? 2 : 1);
        } catch (IllegalReferenceCountException e) {
          // A caller released what it had given away; the hold is what is left.
          if (held) {
            ReferenceCountUtil.safeRelease(current);
          }
        }
      }
    }
  }
}

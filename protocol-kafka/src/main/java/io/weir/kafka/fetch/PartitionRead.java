package io.weir.kafka.fetch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.weir.backend.AppendWait;
import io.weir.backend.EpochEnd;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.ReadResult;
import io.weir.backend.ReadResult.AbortedTransaction;
import io.weir.core.read.Reader;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import io.weir.record.Batches;
import io.weir.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * One partition in one fetch: what was asked, and what has come of it so far. Owns the batches read
 * until {@link #takeBatches}. Used on one event loop.
 */
public final class PartitionRead {
  private final FetchTarget target;
  private final @Nullable Topic topic;

  private Errors error;
  private final List<ByteBuf> parts = new ArrayList<>(1);
  private final List<AbortedTransaction> aborted = new ArrayList<>(0);
  private int bytes;
  private @Nullable Offsets offsets;
  private @Nullable EpochEnd divergence;
  private @Nullable AppendWait wait;

  /** Nothing more is read of it in this fetch. */
  private boolean closed;

  private PartitionRead(FetchTarget target, @Nullable Topic topic, Errors error) {
    this.target = target;
    this.topic = topic;
    this.error = error;
  }

  /** A partition to read. */
  public static PartitionRead of(FetchTarget target, Topic topic) {
    return new PartitionRead(target, topic, Errors.NONE);
  }

  /** A partition that cannot be read. */
  public static PartitionRead refused(FetchTarget target, Errors error) {
    return new PartitionRead(target, null, error);
  }

  public FetchTarget target() {
    return target;
  }

  public Errors error() {
    return error;
  }

  /** Where the partition stood when it was last read; null if it could not be. */
  public @Nullable Offsets offsets() {
    return offsets;
  }

  /** Where the client's history and the partition's part, if they do. */
  public @Nullable EpochEnd divergence() {
    return divergence;
  }

  public List<AbortedTransaction> aborted() {
    return aborted;
  }

  int bytes() {
    return bytes;
  }

  /** Whether more may be read of it; a first batch may be larger than what is wanted. */
  boolean isOpen() {
    return error == Errors.NONE && !closed && (bytes == 0 || bytes < target.maxBytes());
  }

  /** Leaves it at what was read. */
  void close() {
    closed = true;
  }

  void fail(Errors reason) {
    error = reason;
    offsets = null;
    release();
  }

  void diverge(EpochEnd where) {
    divergence = where;
    closed = true;
  }

  Future<ReadResult> read(Reader reader, Caller caller, int maxBytes, Isolation isolation) {
    return reader.read(
        caller, topic(), target.key().partition(), nextOffset(), maxBytes, isolation);
  }

  Future<Offsets> lookAt(Reader reader, Caller caller) {
    return reader.offsets(caller, topic(), target.key().partition());
  }

  Topic topic() {
    if (topic == null) {
      throw new IllegalStateException("a partition that was refused is not read");
    }
    return topic;
  }

  void stood(Offsets seen) {
    offsets = seen;
  }

  /** Keeps what was read. */
  void add(ReadResult result) {
    offsets = result.offsets();
    aborted.addAll(result.aborted());
    ByteBuf batches = result.batches();
    if (batches.isReadable()) {
      parts.add(batches);
      bytes += batches.readableBytes();
    } else {
      batches.release();
    }
  }

  /** The offset after everything read so far. */
  private long nextOffset() {
    if (parts.isEmpty()) {
      return target.offset();
    }
    long next = target.offset();
    for (RecordBatch batch : Batches.in(parts.getLast())) {
      next = batch.nextOffset();
    }
    return next;
  }

  /** Waits for more, if it does not already. */
  @Nullable AppendWait await(Reader reader, Caller caller, Isolation isolation) {
    if (wait != null || !isOpen()) {
      return null;
    }
    wait = reader.awaitAppend(caller, topic(), target.key().partition(), nextOffset(), isolation);
    return wait;
  }

  void awaited() {
    wait = null;
  }

  void stopWaiting() {
    if (wait != null) {
      wait.cancel();
      wait = null;
    }
  }

  /** All batches read, in one buffer that the caller owns. */
  public ByteBuf takeBatches() {
    bytes = 0;
    if (parts.isEmpty()) {
      return Unpooled.EMPTY_BUFFER;
    }
    ByteBuf all =
        parts.size() == 1
            ? parts.getFirst()
            : Unpooled.compositeBuffer(parts.size()).addComponents(true, List.copyOf(parts));
    parts.clear();
    return all;
  }

  private void release() {
    takeBatches().release();
  }
}

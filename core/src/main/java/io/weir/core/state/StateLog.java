package io.weir.core.state;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.backend.PartitionAppend;
import io.weir.record.RecordBatch;
import java.util.List;

/**
 * One state partition with one writer. What is durable of whoever owns it is here and nowhere else:
 * at start it replays, while it lives it appends under a claim. Methods may be called on any
 * thread; futures complete on a thread that must not block.
 *
 * <p>Since nobody else writes while the claim holds, the offset of an append is known before it is
 * durable: callers that need it at once (Apache Kafka's group coordinator does) get it from {@link
 * Append#nextOffset}. An append that lands elsewhere than predicted means that the claim is lost;
 * everything after it fails with {@link io.weir.core.failure.Failure.Fenced}. After an append that
 * failed for another reason, its place in the partition is empty or unknown: everything after it
 * fails with {@link io.weir.core.failure.Failure.Unavailable}, and the owner opens the log again.
 */
public interface StateLog {

  /**
   * Reads everything from the partition's start, batch by batch, in order, on a thread that may
   * block.
   *
   * @return completes with the offset after the last batch replayed; fails with {@link
   *     io.weir.core.failure.Failure} where the partition cannot be read, or with what the replay
   *     threw
   */
  Future<Long> replay(Replay replay);

  /**
   * Appends a batch; the order of calls is that of the partition.
   *
   * @param batch exactly one record batch; given away
   * @return an append that is refused at once has failed already, and takes no offset: after the
   *     claim is lost, with {@link io.weir.core.failure.Failure.Fenced}; when too many bytes are on
   *     their way, with {@link io.weir.core.failure.Failure.Throttled}; after a failed append and
   *     after {@link #close}, with {@link io.weir.core.failure.Failure.Unavailable}
   */
  Append append(ByteBuf batch);

  /**
   * Appends a batch here and others elsewhere in one call, which is made when everything before it
   * is durable, and before everything after it. All or nothing where the backend declares {@link
   * io.weir.backend.Capabilities.Feature#ATOMIC_APPEND}; elsewhere some may be there although it
   * failed, but none of the others where the claim is lost.
   *
   * <p>Behind it offsets are guessed too small where the backend puts marks of its own there; who
   * needs to know them exactly appends in no other way than {@link #append(ByteBuf)}.
   *
   * @param batch exactly one record batch; given away
   * @param others for other partitions, one at least, without producer ids; given away
   * @return as {@link #append(ByteBuf)}; but where nothing at all was written, because a partition
   *     is not there or does not take its batch, or there is no room, it fails with the {@link
   *     io.weir.core.failure.Failure} for that, and the log goes on
   */
  Append append(ByteBuf batch, List<PartitionAppend> others);

  /** The offset after everything appended so far, durable or not. */
  long nextOffset();

  /** Forgets what lies before an offset, for whoever has written all that still counts after it. */
  Future<Void> trim(long beforeOffset);

  /** Ends the claim; what was appended completes first. Idempotent. */
  Future<Void> close();

  /** Receives batches during a replay; the batch is valid during the call. */
  @FunctionalInterface
  interface Replay {
    void batch(RecordBatch batch);
  }

  /**
   * An append on its way.
   *
   * @param nextOffset the offset after the batch
   * @param durable completes when it is durable
   */
  record Append(long nextOffset, Future<Void> durable) {}
}

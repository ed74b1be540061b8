package io.weir.backend;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * What was read, and where the partition stood then.
 *
 * @param batches whole batches, one after another, empty at the end of what is visible; owned by
 *     the receiver. It may lie on a mapped file: touching it does not block, for the backend has
 *     brought it into memory.
 * @param offsets where the partition began and ended
 * @param aborted the aborted transactions that concern the batches, for {@link Isolation#COMMITTED}
 *     only
 */
public record ReadResult(ByteBuf batches, Offsets offsets, List<AbortedTransaction> aborted) {

  /**
   * A transaction that was aborted: its producer's batches from {@code firstOffset} to the abort
   * marker do not count.
   */
  public record AbortedTransaction(long producerId, long firstOffset) {}
}

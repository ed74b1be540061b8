package io.weir.backend;

import io.vertx.core.Future;
import java.util.List;

/**
 * A reign over a state partition. While it lasts, the appends of every earlier reign fail, so that
 * its holder, who has read to the end after {@link PartitionLog#claim} completed, may predict where
 * it appends: a call for the claimed partition alone lands right behind the last one. Behind a call
 * for several partitions a backend may put a marker of its own; the holder predicts again once it
 * knows the high watermark that follows.
 *
 * <p>Whoever appends to a state partition does so by a claim. {@link PartitionLog#append} there is
 * the caller's mistake; a backend that notices answers {@link BackendException.Fenced}. A backend
 * may begin a reign with a control batch, which takes an offset and which readers skip.
 */
public interface Claim {

  /** What is claimed. */
  TopicPartition partition();

  /** Greater than that of every earlier reign over this partition. */
  long reign();

  /**
   * Appends in the name of this reign, to the claimed partition and any others, under the rules of
   * {@link PartitionLog#appendAll}. Batches for the claimed partition carry no producer id; a
   * backend whose own means of fencing is one may write it there.
   *
   * @return fails with {@link BackendException.Fenced} once a later reign has begun; then nothing
   *     of this call is readable
   */
  Future<List<AppendResult>> append(List<PartitionAppend> appends);

  /**
   * Ends the reign without a successor. Idempotent; later appends fail with {@link
   * BackendException.Fenced}.
   *
   * @return fails with {@link BackendException.Unavailable} when the backend cannot answer now
   */
  Future<Void> release();
}

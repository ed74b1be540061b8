package io.weir.backend;

import io.vertx.core.Future;
import java.util.List;

/**
 * A reign over a state partition. While it lasts, nobody else's append there succeeds, so that its
 * holder, who has read to the end, may predict the offset of everything it appends.
 */
public interface Claim {

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
   */
  Future<Void> release();
}

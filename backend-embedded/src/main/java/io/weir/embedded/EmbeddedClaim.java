package io.weir.embedded;

import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.Claim;
import io.weir.backend.PartitionAppend;
import io.weir.backend.TopicPartition;
import io.weir.embedded.state.Partition;
import java.util.List;

/** A reign. It is over when the partition has a later one, or none. */
final class EmbeddedClaim implements Claim {
  private final EmbeddedLog log;
  private final Partition state;
  private final TopicPartition partition;
  private final long reign;

  EmbeddedClaim(EmbeddedLog log, Partition state, TopicPartition partition, long reign) {
    this.log = log;
    this.state = state;
    this.partition = partition;
    this.reign = reign;
  }

  @Override
  public TopicPartition partition() {
    return partition;
  }

  @Override
  public long reign() {
    return reign;
  }

  @Override
  public Future<List<AppendResult>> append(List<PartitionAppend> appends) {
    return log.append(appends, this);
  }

  @Override
  public Future<Void> release() {
    return log.release(this);
  }

  Partition state() {
    return state;
  }

  /** For the sequencer. */
  boolean isOver() {
    return !state.isClaimed() || state.reign() != reign;
  }
}

package io.weir.backend.reference;

import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.Claim;
import io.weir.backend.PartitionAppend;
import io.weir.backend.TopicPartition;
import java.util.List;

/** A number that the partition must still carry when its holder writes. */
record ReferenceClaim(ReferenceLog log, TopicPartition partition, long reign) implements Claim {

  @Override
  public Future<List<AppendResult>> append(List<PartitionAppend> appends) {
    return log.giving(appends, () -> log.allOrNothing(reign, partition, appends));
  }

  @Override
  public Future<Void> release() {
    return log.backend()
        .answer(
            () -> {
              Partition state = log.backend().store.partition(partition);
              if (state.reign == reign) {
                state.reign = log.backend().store.nextReign++;
              }
              return null;
            });
  }
}

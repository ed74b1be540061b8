package io.weir.kafka.api;

import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;

/** Replicas as a client places them, which with one broker leaves no choice. */
final class Assignments {
  private static final List<Integer> ALONE = List.of(Broker.ID);

  private Assignments() {}

  /** Whether partitions are numbered from 0 without a gap, each on the one broker. */
  static boolean areOurs(Collection<CreatableReplicaAssignment> assignments) {
    boolean[] seen = new boolean[assignments.size()];
    for (CreatableReplicaAssignment assignment : assignments) {
      int partition = assignment.partitionIndex();
      if (partition < 0
          || partition >= seen.length
          || seen[partition]
          || !isOurs(assignment.brokerIds())) {
        return false;
      }
      seen[partition] = true;
    }
    return true;
  }

  static boolean isOurs(List<Integer> brokers) {
    return brokers.equals(ALONE);
  }
}

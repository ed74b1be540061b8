package io.weir.kafka.group;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.DirectoryId;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.LeaderRecoveryState;
import org.apache.kafka.metadata.PartitionRegistration;
import org.jspecify.annotations.Nullable;

/** The partitions of a topic, numbered from 0: to a cluster of one node, they are all the same. */
final class EqualPartitions extends AbstractMap<Integer, PartitionRegistration> {
  private static final PartitionRegistration EACH =
      new PartitionRegistration.Builder()
          .setReplicas(new int[] {0})
          .setDirectories(new Uuid[] {DirectoryId.UNASSIGNED})
          .setIsr(new int[] {0})
          .setLeader(0)
          .setLeaderRecoveryState(LeaderRecoveryState.RECOVERED)
          .setLeaderEpoch(0)
          .setPartitionEpoch(0)
          .build();

  private final int count;

  EqualPartitions(int count) {
    this.count = count;
  }

  @Override
  public @Nullable PartitionRegistration get(@Nullable Object number) {
    return containsKey(number) ? EACH : null;
  }

  @Override
  public boolean containsKey(@Nullable Object number) {
    return number instanceof Integer partition && partition >= 0 && partition < count;
  }

  @Override
  public Set<Map.Entry<Integer, PartitionRegistration>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<Integer, PartitionRegistration>> iterator() {
        return IntStream.range(0, count).mapToObj(number -> Map.entry(number, EACH)).iterator();
      }

      @Override
      public int size() {
        return count;
      }
    };
  }
}

package io.weir.core.publish;

import io.netty.buffer.ByteBufAllocator;
import io.weir.backend.PartitionAppend;
import io.weir.backend.TopicPartition;
import io.weir.record.BatchBuilder;
import java.util.ArrayList;
import java.util.List;

/** Messages of one turn that go to the same partitions, becoming one batch in each of them. */
final class SpreadRun {
  /** Of all batches together: so much any log takes in one call. */
  private static final int MOST_BYTES = 256 * 1024;

  final List<TopicPartition> partitions;
  final List<Spread> messages = new ArrayList<>();
  private final List<BatchBuilder> batches = new ArrayList<>();
  private int bytes;

  SpreadRun(List<TopicPartition> partitions) {
    this.partitions = partitions;
    partitions.forEach(each -> batches.add(BatchBuilder.create(ByteBufAllocator.DEFAULT)));
  }

  /** Whether a message may be one of them. */
  boolean takes(Spread message) {
    return partitions.equals(message.partitions) && bytes + message.allBytes() <= MOST_BYTES;
  }

  void add(Spread message) {
    long now = System.currentTimeMillis();
    for (int i = 0; i < batches.size(); i++) {
      Target target = message.targets.get(i);
      batches.get(i).add(now, target.key(), message.body, target.headers());
    }
    bytes += message.allBytes();
    message.releaseBody();
    messages.add(message);
  }

  /** The finished batches, each for its partition. */
  List<PartitionAppend> build() {
    List<PartitionAppend> appends = new ArrayList<>(batches.size());
    for (int i = 0; i < batches.size(); i++) {
      appends.add(new PartitionAppend(partitions.get(i), batches.get(i).build()));
    }
    return appends;
  }
}

package io.weir.bench.backend;

import io.weir.backend.TopicPartition;
import java.util.List;

/** An order in which a load goes around partitions, neighbours not one after another. */
final class Spread {
  private static final long STRIDE = 7_919; // prime, so that all are visited whatever their number

  private final List<TopicPartition> partitions;

  Spread(List<TopicPartition> partitions) {
    this.partitions = partitions;
  }

  int index(long number) {
    return (int) (number * (partitions.size() % STRIDE == 0 ? 1 : STRIDE) % partitions.size());
  }

  TopicPartition at(long number) {
    return partitions.get(index(number));
  }

  int size() {
    return partitions.size();
  }
}

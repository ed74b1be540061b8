package io.weir.embedded;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Follows the offsets of every partition that there is through the whole log: none that somebody
 * may still read may be missing, but for those that were skipped on purpose.
 */
final class OffsetCheck {
  private final LogState state;
  private final Map<Integer, Long> next = new HashMap<>();

  /**
   * @param state what the log amounts to at its end
   */
  OffsetCheck(LogState state) {
    this.state = state;
  }

  /**
   * Comes upon a batch, damaged or not.
   *
   * @param fault is told what is wrong with its place
   */
  void batch(EntryHeader entry, Consumer<String> fault) {
    Partition partition = state.partitions().get(entry.partition());
    if (partition == null) {
      return;
    }
    long expected = expected(partition);
    if (entry.baseOffset() > expected) {
      gap(partition, expected, entry.baseOffset(), fault);
    } else if (entry.baseOffset() < next.getOrDefault(entry.partition(), 0L)) {
      fault.accept(
          "offset %d of %s is there for the second time"
              .formatted(entry.baseOffset(), name(partition)));
    }
    next.merge(entry.partition(), entry.baseOffset() + entry.records(), Math::max);
  }

  /** The log has ended. */
  void end(Consumer<String> fault) {
    state
        .partitions()
        .forEach(
            partition -> gap(partition, expected(partition), partition.highWatermark(), fault));
  }

  /** What a partition is called in messages. */
  String name(int number) {
    Partition partition = state.partitions().get(number);
    return partition == null ? "a partition that is deleted" : name(partition);
  }

  private static String name(Partition partition) {
    return partition.topic().name() + " (" + partition + ")";
  }

  private long expected(Partition partition) {
    return Math.max(partition.logStart(), next.getOrDefault(partition.number(), 0L));
  }

  private static void gap(Partition partition, long from, long to, Consumer<String> fault) {
    if (from < to && !partition.epochs().skipped(from, to)) {
      fault.accept("offsets %d to %d of %s are lost".formatted(from, to - 1, name(partition)));
    }
  }
}

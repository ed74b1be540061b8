package io.weir.embedded.maintenance;

import io.weir.embedded.segment.Coverage;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Follows the offsets of every partition that there is through the whole log: none that somebody
 * may still read may be missing, but for those that were skipped on purpose, and those that a
 * collected segment left out of what it is responsible for. Collected segments are looked at before
 * the log itself, the newest first.
 */
public final class OffsetCheck {
  private final LogState state;
  private final Map<Integer, Long> next = new HashMap<>();
  private final Map<Integer, NavigableMap<Long, Coverage>> covered = new HashMap<>();

  /** Of the collected segment that is looked at: what it says of a partition. */
  private Coverage current = new Coverage(-1, 0, 0, List.of());

  private long nextCollected;

  /**
   * @param state what the log amounts to at its end
   */
  public OffsetCheck(LogState state) {
    this.state = state;
  }

  /**
   * Comes upon what a collected segment says of a partition; its batches follow.
   *
   * @param fault is told what is wrong with its place
   */
  void coverage(Coverage coverage, Consumer<String> fault) {
    current = coverage;
    nextCollected = coverage.from();
    NavigableMap<Long, Coverage> newer =
        covered.computeIfAbsent(coverage.partition(), unused -> new TreeMap<>());
    if (coverage.from() >= coverage.to()) {
      fault.accept(
          "offsets %d to %d of %s are no range"
              .formatted(coverage.from(), coverage.to(), name(coverage.partition())));
    } else if (!isCovered(newer, coverage.from(), coverage.to())) {
      newer.put(coverage.from(), coverage);
    }
  }

  /** Comes upon a batch of a collected segment, damaged or not. */
  void collected(EntryHeader entry, Consumer<String> fault) {
    long end = entry.baseOffset() + entry.records();
    if (entry.partition() != current.partition() || !current.holds(entry.baseOffset(), end)) {
      fault.accept(
          "offset %d of %s lies outside of what the segment is responsible for"
              .formatted(entry.baseOffset(), name(entry.partition())));
    } else if (entry.baseOffset() < nextCollected) {
      fault.accept(
          "offset %d of %s is there for the second time"
              .formatted(entry.baseOffset(), name(entry.partition())));
    }
    nextCollected = end;
  }

  /** Comes upon a batch of the log itself, likewise. */
  void batch(EntryHeader entry, Consumer<String> fault) {
    Partition partition = state.partitions().get(entry.partition());
    if (partition == null) {
      return;
    }
    long end = entry.baseOffset() + entry.records();
    NavigableMap<Long, Coverage> collected = covered.get(entry.partition());
    if (collected != null && isCovered(collected, entry.baseOffset(), end)) {
      return; // it is dead here
    }
    if (entry.baseOffset() > expected(partition)) {
      gap(partition, expected(partition), entry.baseOffset(), fault);
    } else if (entry.baseOffset() < next.getOrDefault(entry.partition(), 0L)) {
      fault.accept(
          "offset %d of %s is there for the second time"
              .formatted(entry.baseOffset(), name(partition)));
    }
    next.merge(entry.partition(), end, Math::max);
  }

  private static boolean isCovered(NavigableMap<Long, Coverage> coverages, long from, long to) {
    Map.Entry<Long, Coverage> found = coverages.floorEntry(from);
    return found != null && found.getValue().holds(from, to);
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

  private void gap(Partition partition, long first, long to, Consumer<String> fault) {
    long from = first;
    NavigableMap<Long, Coverage> collected = covered.get(partition.number());
    if (collected != null) {
      for (Coverage each : collected.values()) {
        if (each.to() > from && each.from() < to) {
          uncovered(partition, from, each.from(), fault);
          from = each.to();
        }
      }
    }
    uncovered(partition, from, to, fault);
  }

  private static void uncovered(Partition partition, long from, long to, Consumer<String> fault) {
    if (from < to && !partition.epochs().skipped(from, to)) {
      fault.accept("offsets %d to %d of %s are lost".formatted(from, to - 1, name(partition)));
    }
  }
}

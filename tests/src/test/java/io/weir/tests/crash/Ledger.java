package io.weir.tests.crash;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.CRC32C;
import org.apache.kafka.common.TopicPartition;

/** What Weir has promised and shown while it was being killed. Thread-safe. */
final class Ledger {
  private final Map<TopicPartition, Map<Long, Long>> acknowledged = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Map<Long, Integer>> seen = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
  private final LongAdder commits = new LongAdder();
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

  /** A message was acknowledged at an offset. */
  void acknowledged(TopicPartition partition, long number, long offset) {
    Long before = of(acknowledged, partition).put(number, offset);
    if (before != null) {
      fault("%s: message %d was acknowledged at %d and at %d", partition, number, before, offset);
    }
  }

  /** A reader was given this at an offset. */
  void seen(TopicPartition partition, long offset, byte[] body) {
    Integer before = of(seen, partition).put(offset, checksum(body));
    if (before != null && before != checksum(body)) {
      fault("%s: a reader saw two messages at offset %d", partition, offset);
    }
  }

  /** A commit of a group's offset was acknowledged. */
  void committed(TopicPartition partition, long offset) {
    committed.merge(partition, offset, Math::max);
    commits.increment();
  }

  /** Something happened that must not. */
  void fault(String format, Object... arguments) {
    faults.add(format.formatted(arguments));
  }

  Iterable<String> faults() {
    return faults;
  }

  /** Offsets of acknowledged messages by their number. */
  Map<Long, Long> acknowledged(TopicPartition partition) {
    return new TreeMap<>(of(acknowledged, partition));
  }

  long acknowledgedCount() {
    return acknowledged.values().stream().mapToLong(Map::size).sum();
  }

  /** Checksums of what readers saw, by offset. */
  Map<Long, Integer> seen(TopicPartition partition) {
    return new TreeMap<>(of(seen, partition));
  }

  long seenCount() {
    return seen.values().stream().mapToLong(Map::size).sum();
  }

  /** How many positions were committed, the same one again included. */
  long commitCount() {
    return commits.sum();
  }

  /** The last committed positions. */
  Map<TopicPartition, Long> committed() {
    return Map.copyOf(committed);
  }

  static int checksum(byte[] body) {
    CRC32C checksum = new CRC32C();
    checksum.update(body);
    return (int) checksum.getValue();
  }

  private static <V> Map<Long, V> of(
      Map<TopicPartition, Map<Long, V>> all, TopicPartition partition) {
    return all.computeIfAbsent(partition, p -> new ConcurrentHashMap<>());
  }
}

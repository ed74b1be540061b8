package io.weir.embedded.collection;

import io.weir.embedded.collection.Survey.Remnant;
import io.weir.embedded.index.PartitionIndex;
import io.weir.embedded.retention.Settlements;
import io.weir.embedded.segment.Coverage;
import io.weir.embedded.state.Partition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Segments that are collected at once: all that is needed of them goes into one collected segment
 * for each class of life. In every partition their pieces are next to one another.
 */
final class CollectionGroup {
  private final long mostBytes;
  private final List<Survey> sources = new ArrayList<>();
  private final Map<Life, Long> bytes = new TreeMap<>();
  private final Map<Partition, Run> runs = new HashMap<>();

  /**
   * @param mostBytes that one collected segment is to have
   */
  CollectionGroup(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The pieces of one partition, by where they stand among all of its pieces. */
  private static final class Run {
    private final Partition partition;
    private final PartitionIndex index;
    private final List<Remnant> pieces = new ArrayList<>();
    private int first;

    Run(Partition partition) {
      this.partition = partition;
      this.index = partition.rows();
    }

    /** Where a piece would go: 0 before all, 1 behind all, negative if it is next to none. */
    int place(Remnant piece) {
      int at = at(piece);
      if (at < 0) {
        return -1;
      }
      if (pieces.isEmpty()) {
        return 1;
      }
      if (at == first + pieces.size() && follows(pieces.getLast(), piece)) {
        return 1;
      }
      return at == first - 1 && follows(piece, pieces.getFirst()) ? 0 : -1;
    }

    private int at(Remnant piece) {
      int number = piece.source().segment().number();
      for (int i = 0; i < index.sealedPieces(); i++) {
        if (index.segment(i) == number) {
          return i;
        }
      }
      return -1;
    }

    /** What is lost between two pieces must not seem to have been left out. */
    private boolean follows(Remnant one, Remnant other) {
      return one.to() >= other.from() || partition.epochs().skipped(one.to(), other.from());
    }

    void add(Remnant piece) {
      if (pieces.isEmpty() || place(piece) == 0) {
        first = at(piece);
        pieces.addFirst(piece);
      } else {
        pieces.addLast(piece);
      }
    }
  }

  /** Takes a segment in; false, and nothing has changed, if it does not belong to the others. */
  boolean add(Survey source) {
    Map<Life, Long> more = new TreeMap<>(bytes);
    for (Remnant piece : source.remnants()) {
      Run run = runs.get(piece.partition());
      if ((run == null ? new Run(piece.partition()) : run).place(piece) < 0) {
        return false;
      }
      more.merge(piece.life(), piece.bytes() + Coverage.usualFootprint(), Long::sum);
    }
    if (!sources.isEmpty() && more.values().stream().anyMatch(each -> each > mostBytes)) {
      return false;
    }
    for (Remnant piece : source.remnants()) {
      runs.computeIfAbsent(piece.partition(), Run::new).add(piece);
    }
    bytes.putAll(more);
    sources.add(source);
    return true;
  }

  boolean isEmpty() {
    return sources.isEmpty();
  }

  List<Survey> sources() {
    return sources;
  }

  Set<Integer> numbers() {
    Set<Integer> numbers = new TreeSet<>();
    sources.forEach(each -> numbers.add(each.source().segment().number()));
    return numbers;
  }

  long neededBytes() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What each collected segment takes over, sorted by partition. */
  List<List<Extraction>> outputs(Settlements settlements) {
    Map<Life, List<Extraction>> outputs = new TreeMap<>();
    runs.values().stream()
        .sorted(Comparator.comparingInt(run -> run.partition.number()))
        .forEach(
            run ->
                outputs
                    .computeIfAbsent(run.pieces.getFirst().life(), life -> new ArrayList<>())
                    .add(PieceExtraction.of(run.partition, run.pieces, settlements)));
    return List.copyOf(outputs.values());
  }
}

package io.weir.embedded.recovery;

import io.weir.embedded.index.PartitionIndex;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.index.SegmentIndex;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.storage.Layout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells each partition which sealed segments hold its batches, from the segments' indexes, when a
 * log is opened. A piece that lies within what a newer collected segment is responsible for counts
 * no more.
 */
final class Directory {
  private final LogState state;
  private final Map<Partition, List<Piece>> found = new HashMap<>();

  Directory(LogState state) {
    this.state = state;
  }

  private record Piece(int segment, long base, long next, long bytes, boolean aborted) {}

  /** Takes in all sealed segments; what partitions have in the active one stays. */
  void attach(List<SealedSegment> segments) {
    for (SealedSegment segment : segments) {
      int number = segment.segment().number();
      state.sealed().put(number, segment);
      SegmentIndex index = segment.index();
      if (index != null) {
        collect(number, index);
      }
    }
    found.forEach(Directory::attach);
  }

  private void collect(int segment, SegmentIndex index) {
    for (int slot = 0; slot < index.partitions(); slot++) {
      Partition partition = state.partitions().get(index.partition(slot));
      long next = index.nextOffset(slot);
      if (partition != null && next > partition.logStart()) {
        found
            .computeIfAbsent(partition, unused -> new ArrayList<>(2))
            .add(
                new Piece(
                    segment,
                    index.firstOffset(slot),
                    next,
                    index.bytes(slot),
                    index.hasAborted(slot)));
      }
    }
  }

  private static void attach(Partition partition, List<Piece> pieces) {
    List<Piece> counting = counting(pieces);
    partition.rows(
        new PartitionIndex(
            counting.stream()
                .mapToLong(piece -> PartitionIndex.place(piece.segment(), piece.bytes()))
                .toArray(),
            counting.stream().mapToLong(Piece::base).toArray(),
            partition.rows().active()));
    for (Piece piece : counting) {
      if (piece.aborted()) {
        partition.foundAborted(piece.segment());
      }
    }
  }

  /** Those that no newer collected one took over, in the order of their offsets. */
  private static List<Piece> counting(List<Piece> pieces) {
    pieces.sort(Comparator.comparingInt(Piece::segment).reversed());
    TreeMap<Long, Long> covered = new TreeMap<>();
    List<Piece> counting = new ArrayList<>(pieces.size());
    for (Piece piece : pieces) {
      Map.Entry<Long, Long> newer = covered.floorEntry(piece.base());
      if (newer == null || newer.getValue() < piece.next()) {
        counting.add(piece);
        if (piece.segment() >= Layout.FIRST_COLLECTED) {
          covered.put(piece.base(), piece.next());
        }
      }
    }
    counting.sort(Comparator.comparingLong(Piece::base));
    return counting;
  }
}

package io.weir.embedded.recovery;

import io.weir.embedded.index.IndexBuilder;
import io.weir.embedded.index.PartitionIndex;
import io.weir.embedded.index.Rows;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.index.SegmentIndex;
import io.weir.embedded.read.LogReader;
import io.weir.embedded.retention.RetentionSweep;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.SegmentScanner;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collected segments of a log that is being opened. They are no part of the log itself: which
 * of them count is known once that was read, and then the others go.
 */
final class CollectedRecovery {
  private static final Logger log = LoggerFactory.getLogger(CollectedRecovery.class);

  private final Storage storage;
  private final Executor background;
  private final TreeMap<Integer, Segment> segments = new TreeMap<>();
  private final Set<Integer> unreadable = new TreeSet<>();

  /**
   * @param background frees segments
   */
  CollectedRecovery(Storage storage, Executor background) {
    this.storage = storage;
    this.background = background;
  }

  /** Opens one. */
  void open(int number) throws IOException {
    Storage.Extent extent = storage.open(number);
    Segment segment = LogView.segment(number, storage, extent, background);
    if (segment == null) {
      extent.close();
      unreadable.add(number);
    } else {
      segments.put(number, segment);
    }
  }

  /** There is no log to tell what they are; says whether there were any. */
  boolean setAside() throws IOException {
    Set<Integer> all = new TreeSet<>(unreadable);
    all.addAll(segments.keySet());
    close();
    for (int number : all) {
      log.error(
          "{} belongs to a log that is lost; it is {} now", storage.name(number), aside(number));
    }
    return !all.isEmpty();
  }

  private String aside(int number) throws IOException {
    RetentionSweep.deleteIndex(storage, number);
    return storage.setAside(number);
  }

  /**
   * Tells partitions where their batches are, and removes what counts for nothing: what was being
   * written when the process ended. But the record that made a segment count may be damaged; so one
   * that is whole and has what is nowhere else counts, whatever the log says.
   *
   * @param sealed the segments of the log itself
   * @param doubtful whether records of the log may be lost: then nothing is deleted that was
   *     written to its end
   * @return numbers of those that count though nothing says so
   */
  int[] attach(LogState state, List<SealedSegment> sealed, boolean doubtful) throws IOException {
    List<SealedSegment> counting = new ArrayList<>(sealed);
    List<SealedSegment> doubted = new ArrayList<>();
    for (Segment segment : List.copyOf(segments.values())) {
      int number = segment.number();
      state.sawCollected(number);
      if (state.collected().contains(number)) {
        counting.add(index(segment, state));
      } else if (SegmentScanner.firstCommit(segment) > 0) {
        doubted.addFirst(index(segment, state));
      } else {
        RetentionSweep.deleteIndex(storage, number);
        segments.remove(number);
        segment.discard();
      }
    }
    settleUnreadable(state, doubtful);
    state.collected().retainAll(segments.keySet());
    new Directory(state).attach(counting);
    List<Integer> adopted = new ArrayList<>();
    for (SealedSegment each : doubted) {
      int number = each.segment().number();
      if (hasWhatIsNowhereElse(each, state)) {
        log.error("{} has what is nowhere else, and counts from now on", each.segment().name());
        counting.add(each);
        adopted.add(number);
        new Directory(state).attach(counting);
      } else if (!doubtful) {
        RetentionSweep.deleteIndex(storage, number);
        segments.remove(number);
        each.segment().discard();
      } else {
        segments.remove(number);
        each.segment().close();
        log.error("{} may have counted; it is {} now", each.segment().name(), aside(number));
      }
    }
    return adopted.stream().mapToInt(Integer::intValue).toArray();
  }

  private SealedSegment index(Segment segment, LogState state) throws IOException {
    SealedSegment sealed =
        IndexBuilder.open(segment, SegmentScanner.ALL_PROVEN, state::isKeyed, storage);
    Recovery.giveBack(sealed);
    return sealed;
  }

  private void settleUnreadable(LogState state, boolean doubtful) throws IOException {
    for (int number : unreadable) {
      state.sawCollected(number);
      if (doubtful || state.collected().contains(number)) {
        log.error(
            "{} does not begin as a segment does, and nothing in it can be read; it is {} now",
            storage.name(number),
            aside(number));
      } else {
        RetentionSweep.deleteIndex(storage, number);
        Storage.Extent extent = storage.open(number);
        extent.close();
        extent.delete();
      }
    }
  }

  private static boolean hasWhatIsNowhereElse(SealedSegment collected, LogState state) {
    SegmentIndex index = collected.index();
    for (int slot = 0; index != null && slot < index.partitions(); slot++) {
      Partition partition = state.partitions().get(index.partition(slot));
      if (partition != null
          && !isElsewhere(partition, index.firstOffset(slot), index.nextOffset(slot), state)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isElsewhere(Partition partition, long from, long to, LogState state) {
    long known = Math.max(from, partition.logStart());
    PartitionIndex index = partition.rows();
    for (int piece = 0; piece < index.pieces() && known < to; piece++) {
      Rows rows = LogReader.hold(index, piece, partition, state);
      if (rows != null) {
        long first = rows.firstOffset();
        long next = rows.nextOffset();
        rows.segment().release();
        if (first > known && !partition.epochs().skipped(known, first)) {
          return false;
        }
        known = Math.max(known, next);
      }
    }
    return known >= to;
  }

  /** Lets go of all. */
  void close() {
    segments.values().forEach(Segment::close);
    segments.clear();
  }
}

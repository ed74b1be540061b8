package io.weir.embedded.collection;

import io.weir.backend.BackendException.Unavailable;
import io.weir.embedded.index.PartitionIndex;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.index.SegmentIndex;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.MetaRecord;
import io.weir.embedded.segment.MetaRecord.Compacted;
import io.weir.embedded.segment.MetaRecord.SegmentsCollected;
import io.weir.embedded.sequencer.Commit;
import io.weir.embedded.sequencer.LogWriter;
import io.weir.embedded.sequencer.MetaTask;
import io.weir.embedded.state.LogEntry;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes collected segments count that are whole and on disk. */
final class CollectTask extends MetaTask<Void> {
  private final List<SealedSegment> written;
  private final Set<Integer> sources;
  private final List<MetaRecord> outcomes;
  private final LogWriter writer;

  /**
   * @param sources numbers of the segments that are taken over from
   * @param outcomes what becomes true with that
   */
  CollectTask(
      List<SealedSegment> written,
      Set<Integer> sources,
      List<MetaRecord> outcomes,
      LogWriter writer) {
    this.written = written;
    this.sources = sources;
    this.outcomes = outcomes;
    this.writer = writer;
    expect(
        EntryHeader.footprint(Integer.BYTES * (1 + written.size()))
            + outcomes.size() * EntryHeader.footprint(Compacted.BYTES)
            + CommitHeader.BYTES);
  }

  @Override
  public void prepare(Commit commit, LogState state) {
    for (SealedSegment each : written) {
      Partition moved = moved(each, state);
      if (moved != null) {
        fail(
            new Unavailable(moved + " was taken over from by others meanwhile"),
            commit.completions());
        return;
      }
    }
    outcomes.forEach(outcome -> commit.add(LogEntry.Meta.of(outcome)));
    write(commit, record());
  }

  /** A partition whose pieces are not those any more that were read. */
  private @Nullable Partition moved(SealedSegment collected, LogState state) {
    SegmentIndex index = index(collected);
    for (int slot = 0; slot < index.partitions(); slot++) {
      Partition partition = state.partitions().get(index.partition(slot));
      if (partition != null) {
        PartitionIndex rows = partition.rows();
        for (int piece = 0; piece < rows.sealedPieces(); piece++) {
          long base = rows.bases()[piece];
          if (base >= index.firstOffset(slot)
              && base < index.nextOffset(slot)
              && !sources.contains(rows.segment(piece))) {
            return partition;
          }
        }
      }
    }
    return null;
  }

  private SegmentsCollected record() {
    return new SegmentsCollected(
        written.stream().mapToInt(each -> each.segment().number()).toArray());
  }

  @Override
  @SuppressWarnings("NullAway") // a future of nothing has null for its value
  public Void apply(Commit commit, LogState state) {
    state.apply(record());
    for (SealedSegment each : written) {
      int number = each.segment().number();
      writer.took(each.segment());
      state.sealed().put(number, each);
      SegmentIndex index = index(each);
      for (int slot = 0; slot < index.partitions(); slot++) {
        Partition partition = state.partitions().get(index.partition(slot));
        if (partition != null) {
          partition.collected(
              number,
              index.firstOffset(slot),
              index.nextOffset(slot),
              index.bytes(slot),
              index.hasAborted(slot));
        }
      }
    }
    outcomes.forEach(state::apply);
    return null;
  }

  private static SegmentIndex index(SealedSegment collected) {
    SegmentIndex index = collected.index();
    if (index == null) {
      throw new IllegalStateException("a collected segment has its index");
    }
    return index;
  }
}

package io.weir.embedded.index;

import io.weir.embedded.index.SegmentIndex.Source;
import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.Coverage;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.segment.MetaRecord.TransactionEnded;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.SegmentScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What an index of a segment has to say, gathered from the segment while it is scanned. */
public final class SegmentRows implements SegmentScanner.Visitor {
  private final Segment segment;
  private final IntPredicate keyed;
  private final TreeMap<Integer, ActiveRows> rows = new TreeMap<>();
  private final Map<Integer, List<AbortedRange>> aborted = new HashMap<>();
  private long lastMillis;

  /** What a collected segment says it is responsible for, in the partition that is told of now. */
  private @Nullable Coverage covered;

  /** Where something lay in that partition of which nothing can be told; 0 if nothing did. */
  private int damagedAt;

  /**
   * @param keyed of which partitions, by their numbers, the keys are wanted
   */
  public SegmentRows(Segment segment, IntPredicate keyed) {
    this.segment = segment;
    this.keyed = keyed;
  }

  /** Sorted by partition. */
  public List<Source> sources() {
    endCovered();
    List<Source> sources = new ArrayList<>();
    rows.forEach((number, each) -> sources.add(new Source(number, each, aborted(number))));
    return sources;
  }

  /** The rows of a partition; none if it has none here. */
  public Rows rows(int partition) {
    ActiveRows found = rows.get(partition);
    return found == null ? new ActiveRows(segment) : found;
  }

  /** The transactions of a partition that were aborted here, in the order of their markers. */
  List<AbortedRange> aborted(int partition) {
    return aborted.getOrDefault(partition, List.of());
  }

  /** When the segment was last written, milliseconds since 1970. */
  long lastMillis() {
    return lastMillis;
  }

  @Override
  public void entry(@Nullable CommitHeader commit, EntryHeader entry, int payload, boolean whole) {
    if (commit != null) {
      lastMillis = Math.max(lastMillis, commit.millis());
    }
    if (entry.kind() == EntryKind.BATCH) {
      addDamage(entry.partition(), entry.baseOffset());
      rows(entry).addFrom(entry, payload, whole, keyed.test(entry.partition()));
    } else if (entry.kind() == EntryKind.COVERAGE) {
      endCovered();
      if (whole) {
        cover(Coverage.read(segment.buffer().slice(payload, entry.length())));
      }
    } else if (entry.kind() == EntryKind.TRANSACTION_ENDED && whole) {
      collect(TransactionEnded.read(segment.buffer().slice(payload, entry.length())));
    }
  }

  private void collect(TransactionEnded ended) {
    for (TransactionEnded.Part part : ended.parts()) {
      AbortedRange range = ended.aborted(part);
      if (range != null) {
        aborted.computeIfAbsent(part.partition(), number -> new ArrayList<>()).add(range);
      }
    }
  }

  private ActiveRows rows(EntryHeader entry) {
    return rows.computeIfAbsent(entry.partition(), number -> new ActiveRows(segment));
  }

  private void cover(Coverage coverage) {
    covered = coverage;
    ActiveRows own = new ActiveRows(segment);
    own.cover(coverage);
    rows.put(coverage.partition(), own);
    if (!coverage.aborted().isEmpty()) {
      aborted.put(coverage.partition(), coverage.aborted());
    }
  }

  /** Nothing more comes of the partition that was told of: what is damaged is to its end. */
  private void endCovered() {
    Coverage ended = covered;
    if (ended != null) {
      addDamage(ended.partition(), ended.to());
    }
    covered = null;
    damagedAt = 0;
  }

  /**
   * In a collected segment a gap says nothing: only where something is damaged, batches may have
   * been, and then all offsets up to what comes next are damaged.
   */
  private void addDamage(int partition, long next) {
    Coverage current = covered;
    ActiveRows own = rows.get(partition);
    if (damagedAt > 0 && current != null && current.partition() == partition && own != null) {
      own.addDamage(next, damagedAt);
    }
    damagedAt = 0;
  }

  @Override
  public void damage(int from, int to) {
    if (segment.isCollected()) {
      damagedAt = from;
    }
  }
}

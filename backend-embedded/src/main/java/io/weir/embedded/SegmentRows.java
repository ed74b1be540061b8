package io.weir.embedded;

import io.weir.embedded.MetaRecord.TransactionEnded;
import io.weir.embedded.SegmentIndex.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an index of a segment has to say, gathered from the segment while it is scanned. */
final class SegmentRows implements SegmentScanner.Visitor {
  private final Segment segment;
  private final TreeMap<Integer, ActiveRows> rows = new TreeMap<>();
  private final Map<Integer, List<AbortedRange>> aborted = new HashMap<>();
  private long lastMillis;

  SegmentRows(Segment segment) {
    this.segment = segment;
  }

  /** Sorted by partition. */
  List<Source> sources() {
    List<Source> sources = new ArrayList<>();
    rows.forEach((number, each) -> sources.add(new Source(number, each, aborted(number))));
    return sources;
  }

  /** The rows of a partition; none if it has none here. */
  Rows rows(int partition) {
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
      rows.computeIfAbsent(entry.partition(), number -> new ActiveRows(segment))
          .addFrom(entry, payload, whole);
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

  @Override
  public void damage(int from, int to) {}
}

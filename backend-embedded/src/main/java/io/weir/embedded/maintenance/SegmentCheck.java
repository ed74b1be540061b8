package io.weir.embedded.maintenance;

import io.weir.embedded.checkpoint.Checkpoint;
import io.weir.embedded.index.SegmentRows;
import io.weir.embedded.recovery.LogView;
import io.weir.embedded.recovery.LogView.Part;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.Coverage;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.segment.MetaRecord;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.SegmentHeader;
import io.weir.embedded.segment.SegmentScanner;
import io.weir.embedded.storage.Layout;
import io.weir.embedded.storage.Mapped;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Reads one segment entry by entry, and tells of what does not check out. */
public final class SegmentCheck implements SegmentScanner.Visitor {
  private static final String UNREADABLE = "cannot be read for an input/output error";

  private final Segment segment;
  private final OffsetCheck offsets;
  private final Consumer<String> report;
  private final SegmentRows rows;
  private long batches;
  private long faults;

  public SegmentCheck(
      Segment segment, IntPredicate keyed, OffsetCheck offsets, Consumer<String> report) {
    this.segment = segment;
    this.offsets = offsets;
    this.report = report;
    this.rows = new SegmentRows(segment, keyed);
  }

  Segment segment() {
    return segment;
  }

  long batches() {
    return batches;
  }

  /** Whether nothing was told of. */
  boolean isClean() {
    return faults == 0;
  }

  /** What an index of the segment has to say, once it was read. */
  SegmentRows rows() {
    return rows;
  }

  /** Reads it; returns where its commits end. */
  public SegmentScanner.End read(LogView log, Part part) {
    if (!SegmentHeader.isWhole(segment.bytes())) {
      fault(0, "one of the two heads of the segment is damaged, and the other is used");
    }
    SegmentScanner.End end = log.scan(part, segment, this);
    if (segment.isCollected()) {
      if (part.firstCommit() != 1) {
        fault(Layout.FIRST_COMMIT, "the segment counts, and was not written to its end");
      }
      return end;
    }
    boolean begun = end.lastCommit() > 0 || !log.isLast(part);
    if (begun && isClean() && !hasCheckpoint()) {
      fault(Layout.FIRST_COMMIT, "the checkpoint cannot be read");
    }
    long proven = log.proven(part);
    if (isClean() && proven != SegmentScanner.ALL_PROVEN && end.lastCommit() < proven) {
      fault(
          end.position(),
          "the segment ends with commit %d, and %d was synced".formatted(end.lastCommit(), proven));
    }
    return end;
  }

  private boolean hasCheckpoint() {
    return Checkpoint.payload(segment, EntryKind.CHECKPOINT_DELTA) != null
        || Checkpoint.read(segment) != null;
  }

  @Override
  public void entry(@Nullable CommitHeader commit, EntryHeader entry, int payload, boolean whole) {
    if (entry.kind() == EntryKind.BATCH) {
      batches++;
      if (segment.isCollected()) {
        offsets.collected(entry, what -> fault(payload, what));
      } else {
        offsets.batch(entry, what -> fault(payload, what));
      }
      if (!whole) {
        fault(
            payload,
            "offsets %d to %d of %s %s"
                .formatted(
                    entry.baseOffset(),
                    entry.baseOffset() + entry.records() - 1,
                    offsets.name(entry.partition()),
                    isReadable(payload, payload + entry.length())
                        ? "do not match their checksum"
                        : UNREADABLE));
      }
    } else if (!whole) {
      boolean readable = isReadable(payload, payload + entry.length());
      fault(
          payload,
          "a record of the log itself (%s) %s"
              .formatted(entry.kind(), readable ? "does not match its checksum" : UNREADABLE));
    } else if (entry.kind() == EntryKind.COVERAGE) {
      offsets.coverage(
          Coverage.read(segment.buffer().slice(payload, entry.length())),
          what -> fault(payload, what));
    } else if (!entry.kind().isCheckpoint() && !isReadable(entry, payload)) {
      fault(payload, "a record of the log itself (" + entry.kind() + ") makes no sense");
      return;
    }
    rows.entry(commit, entry, payload, whole);
  }

  private boolean isReadable(EntryHeader entry, int payload) {
    try {
      MetaRecord.read(entry.kind(), segment.buffer().slice(payload, entry.length()));
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Override
  public void damage(int from, int to) {
    String why = isReadable(from, to) ? "cannot be told" : UNREADABLE;
    fault(from, "what was there up to position %d %s".formatted(to, why));
  }

  private boolean isReadable(int from, int to) {
    return Mapped.firstUnreadable(segment.bytes(), from, to) < 0;
  }

  private void fault(int position, String what) {
    faults++;
    report.accept("%s, position %d: %s".formatted(segment.name(), position, what));
  }
}

package io.weir.embedded.maintenance;

import io.weir.backend.Maintenance.Report;
import io.weir.backend.Maintenance.Verified;
import io.weir.embedded.checkpoint.BaseFile;
import io.weir.embedded.index.IndexBuilder;
import io.weir.embedded.index.SegmentIndex;
import io.weir.embedded.recovery.LogView;
import io.weir.embedded.recovery.LogView.Part;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.SegmentScanner;
import io.weir.embedded.state.LogState;
import io.weir.embedded.storage.DataDirectory;
import io.weir.embedded.storage.DataDirectory.StopMark;
import io.weir.embedded.storage.LogFormat;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log that nobody writes from its first byte to its last, one segment at a time, and tells
 * of everything that does not check out: what was written against its checksums, the indexes
 * against their segments, the offsets of each partition against one another. What a crash leaves
 * undone and the next start does is no fault: a torn write at the end, the last full segment
 * without its index.
 */
public final class Verification {
  private final Path directory;
  private final @Nullable String format;
  private final LogView log;
  private final boolean stopped;
  private final Report report;
  private long faults;
  private long batches;
  private long torn;

  private Verification(
      Path directory, @Nullable String format, LogView log, boolean stopped, Report report) {
    this.directory = directory;
    this.format = format;
    this.log = log;
    this.stopped = stopped;
    this.report = report;
  }

  /**
   * Verifies what lies in a directory.
   *
   * @param held keeps others from opening it
   * @param rebuild whether to make the indexes again first, and what is wanting of the whole states
   *     beside the log
   */
  public static Verified run(DataDirectory held, boolean rebuild, Report report)
      throws IOException {
    String format = LogFormat.read(held.path());
    StopMark mark = held.stopMark();
    LogView log = LogView.of(held.path(), mark);
    if (rebuild) {
      rebuild(log, report);
    }
    Verification verification =
        new Verification(held.path(), format, log, held.hasStopped(), report);
    return verification.run(mark);
  }

  private static void rebuild(LogView log, Report report) throws IOException {
    new StateRebuild(log).run();
    long done = 0;
    LogState state = log.state();
    for (Part part : log.all()) {
      Segment segment = log.isLast(part) ? null : log.open(part);
      if (segment != null) {
        try {
          IndexBuilder.remake(segment, log.proven(part), state::isKeyed, log.storage());
        } finally {
          segment.close();
        }
      }
      done += part.bytes();
      report.progress(done, log.bytes());
    }
  }

  private Verified run(@Nullable StopMark mark) throws IOException {
    if (format == null) {
      fault(directory.resolve("format") + " is missing");
    }
    checkStop(mark);
    LogState state = log.state();
    if (!log.isFounded()) {
      fault(
          directory + ": no whole state of the log can be read, and no start finds what it needs");
    }
    OffsetCheck offsets = new OffsetCheck(state);
    long done = 0;
    // Those that do not count are what a crash left behind, and the next start removes.
    List<Part> all =
        new ArrayList<>(
            log.collected().stream()
                .filter(part -> state.collected().contains(part.number()))
                .toList());
    all.addAll(log.parts());
    for (Part part : all) {
      check(part, state, offsets);
      checkBase(part);
      done += part.bytes();
      report.progress(done, log.bytes());
    }
    offsets.end(what -> fault(directory + ": " + what));
    return new Verified(faults, summary(state));
  }

  private void checkStop(@Nullable StopMark mark) {
    if (stopped && mark == null) {
      fault(directory.resolve("stopped") + " is not what an orderly stop leaves");
    } else if (mark != null && log.parts().stream().noneMatch(part -> isEnd(part, mark))) {
      fault(
          "%s says that the log ends with segment %d, which is not the last"
              .formatted(directory.resolve("stopped"), mark.segment()));
    }
  }

  private boolean isEnd(Part part, StopMark mark) {
    return log.isLast(part) && part.number() == mark.segment();
  }

  private void check(Part part, LogState state, OffsetCheck offsets) throws IOException {
    Segment segment = log.open(part);
    if (segment == null) {
      if (!log.isLast(part) || !log.isBlank(part)) {
        fault(part.name() + ", position 0: this does not begin as a segment does");
      }
      return;
    }
    try {
      ByteBuffer kept = log.storage().readIndex(part.number());
      SegmentIndex index = kept == null ? null : SegmentIndex.read(kept, segment.salt());
      IntPredicate keyed = index == null ? number -> false : index.keyed();
      SegmentCheck check = new SegmentCheck(segment, keyed, offsets, this::fault);
      SegmentScanner.End end = check.read(log, part);
      batches += check.batches();
      if (log.isLast(part)) {
        torn += end.cut();
      } else {
        checkIndex(part, index, kept == null, check, end, state, offsets);
      }
    } finally {
      segment.close();
    }
  }

  private void checkBase(Part part) throws IOException {
    Segment segment = log.storage().bases().contains(part.number()) ? log.open(part) : null;
    if (segment != null) {
      for (int copy = 0; copy < Storage.BASE_COPIES; copy++) {
        if (!BaseFile.isWhole(log.storage(), segment, copy)) {
          fault(log.storage().base(part.number(), copy) + " is missing or damaged");
        }
      }
      segment.close();
    }
  }

  private void checkIndex(
      Part part,
      @Nullable SegmentIndex index,
      boolean missing,
      SegmentCheck check,
      SegmentScanner.End end,
      LogState state,
      OffsetCheck offsets) {
    String name = log.storage().indexName(part.number());
    if (index == null) {
      if (!mayLackIndex(part)) {
        fault(name + (missing ? " is missing" : ": its head or table is damaged"));
      }
    } else if (!index.rowsAreWhole()) {
      fault(name + ": its rows " + whatIsWrong(index));
    } else if (!index.keysAreWhole()) {
      fault(name + ": its keys " + whatIsWrong(index));
    } else if (check.isClean() && index.end() != end.position()) {
      fault(
          "%s: it reaches to position %d, and the segment to %d"
              .formatted(name, index.end(), end.position()));
    } else if (check.isClean()) {
      IndexCheck rows =
          new IndexCheck(
              index, check.rows(), check.segment(), offsets, what -> fault(name + " " + what));
      rows.compare(state);
    }
  }

  private static String whatIsWrong(SegmentIndex index) {
    return index.isReadable()
        ? "do not match their checksum"
        : "cannot be read for an input/output error";
  }

  /** A start makes those of the first format again, and the one that a crash left unmade. */
  private boolean mayLackIndex(Part part) {
    return LogFormat.FIRST.equals(format) || !stopped && log.isLastFull(part);
  }

  private void fault(String sentence) {
    faults++;
    report.fault(sentence);
  }

  private String summary(LogState state) {
    String counts =
        "%s: segments %d, bytes %d, topics %d, batches %d, faults %d"
            .formatted(
                directory, log.parts().size(), log.bytes(), state.topics().size(), batches, faults);
    return torn == 0
        ? counts
        : "%s; the next start cuts %d bytes of an unfinished write at the end"
            .formatted(counts, torn);
  }
}

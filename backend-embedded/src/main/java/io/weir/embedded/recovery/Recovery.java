package io.weir.embedded.recovery;

import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Durability;
import io.weir.embedded.checkpoint.BaseFile;
import io.weir.embedded.checkpoint.Checkpoint;
import io.weir.embedded.checkpoint.CheckpointChain;
import io.weir.embedded.checkpoint.Checkpoints;
import io.weir.embedded.index.IndexBuilder;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.index.SegmentIndex;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.segment.FrameChecksum;
import io.weir.embedded.segment.MetaRecord;
import io.weir.embedded.segment.MetaRecord.SegmentsCollected;
import io.weir.embedded.segment.MetaRecord.Started;
import io.weir.embedded.segment.MetaRecord.Started.Loss;
import io.weir.embedded.segment.MetaRecord.TopicDeleted;
import io.weir.embedded.segment.MetaRecord.TopicWritten;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.SegmentHeader;
import io.weir.embedded.segment.SegmentScanner;
import io.weir.embedded.sequencer.Commit;
import io.weir.embedded.sequencer.LogWriter;
import io.weir.embedded.sequencer.SegmentThread;
import io.weir.embedded.state.Completions;
import io.weir.embedded.state.EmbeddedSettings;
import io.weir.embedded.state.LogEntry;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Reserve;
import io.weir.embedded.state.Topic;
import io.weir.embedded.storage.DataDirectory.StopMark;
import io.weir.embedded.storage.Layout;
import io.weir.embedded.storage.Mapped;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a log as it was left: from the last checkpoint on it is read, checked and replayed; what a
 * write that never ended left behind is cut, what is damaged is named and left where it is.
 */
public final class Recovery implements CheckpointChain.Reader {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final Storage storage;
  private final EmbeddedSettings settings;
  private final UUID boot;
  private final @Nullable StopMark stopMark;
  private final Executor background;
  private final SegmentThread thread;
  private final TreeMap<Integer, Segment> segments = new TreeMap<>();
  private final CollectedRecovery collected;
  private final List<Integer> kept = new ArrayList<>();
  private LogState state = new LogState();
  private @Nullable LogWriter writer;
  private final LongSupplier clock;
  private boolean segmentLost;

  /** Something is damaged of which nobody can say what it was, and no start has counted it. */
  private boolean unknownLoss;

  private long batches;

  /**
   * @param boot the run of the operating system
   * @param stopMark where the last orderly stop left the log, or null if there was none
   * @param clock what time it is, milliseconds since 1970
   * @param background frees segments
   */
  public Recovery(
      Storage storage,
      EmbeddedSettings settings,
      UUID boot,
      @Nullable StopMark stopMark,
      LongSupplier clock,
      Executor background) {
    this.storage = storage;
    this.settings = settings;
    this.boot = boot;
    this.stopMark = stopMark;
    this.clock = clock;
    this.background = background;
    this.thread = new SegmentThread(storage, clock, background);
    this.collected = new CollectedRecovery(storage, background);
  }

  /** The log's state, and the writer that goes on with it. */
  public record Opened(LogState state, LogWriter writer) {
    /** Lets go of all segments. */
    public void release() {
      writer.close(true);
      state.sealed().values().forEach(each -> each.segment().close());
      writer.active().close();
    }
  }

  /** Opens it, or fails and leaves nothing open. */
  public Opened open() throws IOException {
    try {
      return recover();
    } catch (Throwable e) {
      thread.close(true);
      LogWriter begun = writer;
      if (begun != null) {
        segments.put(begun.active().number(), begun.active());
      }
      segments.values().forEach(Segment::close);
      collected.close();
      throw e;
    }
  }

  private Opened recover() throws IOException {
    long start = System.nanoTime();
    int highest = openSegments();
    dropUnbegun();
    if (segments.isEmpty()) {
      segmentLost |= collected.setAside();
      Checkpoints none = new Checkpoints(state, boot, storage, highest + 1);
      LogWriter fresh =
          LogWriter.begin(settings, state, none, thread, highest + 1, clock.getAsLong());
      start(fresh, segmentLost ? Loss.UNKNOWN : Loss.NONE, new int[0], new int[0]);
      return new Opened(state, fresh);
    }
    Segment last = segments.lastEntry().getValue();
    Checkpoints begun = restoreCheckpoint(last);
    state.unchanged();
    StopMark mark = stopMark != null && stopMark.segment() == last.number() ? stopMark : null;
    int limit = mark == null ? last.limit() : Math.min(mark.end(), last.limit());
    Replay replay = new Replay(state, last, true);
    SegmentScanner.End end =
        new SegmentScanner(last, limit, replay).scan(mark == null ? 0 : mark.commit());
    note(replay, last);
    int[] adopted = collected.attach(state, openIndexes(last), unknownLoss || segmentLost);
    boolean orderly = mark != null && mark.commit() == end.lastCommit();
    if (!orderly) {
      cut(last, end);
    }
    // Numbers only grow, also where nothing of the last segment is left.
    state.lastCommit(Math.max(state.lastCommit(), end.lastCommit()));
    LogWriter next = new LogWriter(settings, state, begun, thread, last, end.position());
    if (!orderly) {
      next.rewrite(end.durableEnd(), end.position());
    }
    next.force();
    int[] suspects = orderly ? new int[0] : replay.partitionsAfter(end.durable());
    start(next, loss(orderly), suspects, adopted);
    log.info(
        "recovered {} topics in {} segments after {} stop: {} batches read, {} bytes of an"
            + " unfinished write cut, {} ms",
        state.topics().size(),
        segments.size(),
        orderly ? "an orderly" : "an unclean",
        batches,
        end.cut(),
        (System.nanoTime() - start) / 1_000_000);
    return new Opened(state, next);
  }

  /** Opens what can be read; returns the highest number that was there. */
  private int openSegments() throws IOException {
    for (int number : storage.spares()) {
      settle(number);
    }
    List<Integer> numbers = new ArrayList<>();
    for (int number : storage.segments()) {
      if (number < Layout.FIRST_COLLECTED) {
        numbers.add(number);
      } else {
        collected.open(number);
      }
    }
    for (int number : numbers) {
      Storage.Extent extent = storage.open(number);
      SegmentHeader header =
          extent.bytes().limit() < Layout.FIRST_COMMIT ? null : SegmentHeader.read(extent.bytes());
      if (header != null && header.number() == number) {
        segments.put(number, new Segment(header, storage.name(number), extent, background));
      } else if (number == numbers.getLast() && isBlank(extent)) {
        extent.close();
        extent.delete();
      } else {
        extent.close();
        segmentLost = true;
        log.error(
            "{} does not begin as a segment does, and nothing in it can be read; it is {} now",
            storage.name(number),
            storage.setAside(number));
      }
    }
    return numbers.isEmpty() ? CheckpointChain.FIRST_NUMBER - 1 : numbers.getLast();
  }

  /**
   * A spare segment goes, but for one that was begun: its name may have been lost with the power.
   */
  private void settle(int number) throws IOException {
    Storage.Extent extent = storage.openSpare(number);
    SegmentHeader header =
        extent.bytes().limit() < Layout.FIRST_COMMIT ? null : SegmentHeader.read(extent.bytes());
    boolean begun =
        header != null
            && CommitHeader.read(
                    new Segment(header, storage.name(number), extent, background),
                    Layout.FIRST_COMMIT,
                    new FrameChecksum())
                != null;
    extent.close();
    if (begun) {
      extent.begin();
    } else {
      extent.delete();
    }
  }

  /** Whether nothing was ever written to it: not only its header is missing. */
  static boolean isBlank(Storage.Extent extent) {
    ByteBuffer bytes = extent.bytes();
    int end = bytes.limit();
    int position = 0;
    if (Mapped.firstUnreadable(bytes, 0, end) >= 0) {
      return false;
    }
    while (position + Long.BYTES <= end && bytes.getLong(position) == 0) {
      position += Long.BYTES;
    }
    while (position < end && bytes.get(position) == 0) {
      position++;
    }
    return position == end;
  }

  /** The last segments go as if they had never been made, if they were never used. */
  private void dropUnbegun() {
    while (!segments.isEmpty()) {
      Segment last = segments.lastEntry().getValue();
      if (hasCheckpoint(last)) {
        return;
      }
      if (!isUnbegun(last)) {
        unknownLoss = true;
        return;
      }
      segments.remove(last.number());
      last.discard();
    }
  }

  private static boolean hasCheckpoint(Segment segment) {
    return Checkpoint.payload(segment, EntryKind.CHECKPOINT) != null
        || Checkpoint.payload(segment, EntryKind.CHECKPOINT_DELTA) != null;
  }

  /** Restores the state at the head of the last segment. */
  private Checkpoints restoreCheckpoint(Segment last) throws IOException {
    CheckpointChain chain = new CheckpointChain(segments, storage, this, log);
    LogState restored = chain.restore();
    if (restored == null) {
      throw new Unavailable(
          "no checkpoint can be read in any segment, the first of which is "
              + segments.firstEntry().getValue().name());
    }
    state = restored;
    return new Checkpoints(state, boot, storage, last.number(), fallback(chain.base()), chain);
  }

  /** The first segment that is needed if the whole state at the head of one is damaged. */
  private int fallback(int base) throws IOException {
    Segment segment = segments.get(base);
    if (segment != null
        && BaseFile.isWhole(storage, segment, 0)
        && BaseFile.isWhole(storage, segment, 1)) {
      return base;
    }
    List<Integer> kept = storage.bases();
    for (Segment each : segments.headMap(base, false).descendingMap().values()) {
      if (kept.contains(each.number()) || Checkpoint.isAt(each, EntryKind.CHECKPOINT)) {
        return each.number();
      }
    }
    return segments.firstKey();
  }

  /** Whether a segment was created and the process died before it was used. */
  private boolean isUnbegun(Segment segment) {
    return (stopMark == null || stopMark.segment() != segment.number())
        && SegmentScanner.isUnbegun(segment)
        && Mapped.firstUnreadable(segment.bytes(), 0, segment.limit()) < 0;
  }

  @Override
  public void replay(LogState restored, Segment segment) {
    Replay replay = new Replay(restored, segment, false);
    SegmentScanner.End end = new SegmentScanner(segment, replay).scan(lastCommit(segment));
    restored.lastCommit(Math.max(restored.lastCommit(), end.lastCommit()));
    note(replay, segment);
  }

  @Override
  public void lossCounted() {
    unknownLoss = false;
  }

  private long lastCommit(Segment segment) {
    Segment next = segments.get(segment.number() + 1);
    if (next == null) { // lost: what follows says nothing of this one's end
      return SegmentScanner.ALL_PROVEN;
    }
    return SegmentScanner.lastCommitBefore(
        SegmentScanner.firstCommit(segment), SegmentScanner.firstCommit(next));
  }

  private void note(Replay replay, Segment segment) {
    batches += replay.batches();
    unknownLoss = unknownLoss && !replay.isLossCounted() || replay.hasUnknownLoss();
    if (replay.holdsUnknown()) {
      kept.add(segment.number());
    }
  }

  private List<SealedSegment> openIndexes(Segment last) throws IOException {
    List<SealedSegment> sealed = new ArrayList<>();
    for (Segment segment : segments.headMap(last.number()).values()) {
      SealedSegment each = IndexBuilder.open(segment, lastCommit(segment), state::isKeyed, storage);
      giveBack(each);
      sealed.add(each);
    }
    return sealed;
  }

  /** A crash may have come before a full segment was cut to what is in it. */
  static void giveBack(SealedSegment sealed) {
    Segment segment = sealed.segment();
    SegmentIndex index = sealed.index();
    if (index != null && index.end() < segment.limit()) {
      segment.end(index.end());
      try {
        segment.giveBack();
      } catch (IOException e) {
        log.warn("{} keeps space that it does not need: {}", segment.name(), e.toString());
      }
    }
  }

  /**
   * Cuts what was never acknowledged. Of what cannot be read nobody knows that, and it may be read
   * another time: so it stays, and the start fails.
   */
  private void cut(Segment last, SegmentScanner.End end) throws IOException {
    if (end.cut() > 0) {
      int from = end.position();
      int unreadable = Mapped.firstUnreadable(last.bytes(), from, from + end.cut());
      if (unreadable >= 0) {
        throw new IOException(
            ("%s cannot be read at position %d, and may have records there that were acknowledged;"
                    + " nothing was changed. Try again, and if that does not help, copy the"
                    + " directory to a sound disk, as far as it can be read")
                .formatted(last.name(), unreadable));
      }
      log.warn(
          "{}: {} bytes of a write that never ended are cut at position {}",
          last.name(),
          end.cut(),
          end.position());
    }
    // Also where there seems to be nothing: what follows must be zeros, or a later recovery would
    // take it for a commit.
    last.extent().truncate(end.position());
    last.extent().extend(last.capacity());
  }

  private Loss loss(boolean orderly) {
    if (unknownLoss || segmentLost) {
      return Loss.UNKNOWN;
    }
    return orderly || boot.equals(state.boot()) ? Loss.NONE : Loss.UNSYNCED;
  }

  /**
   * Begins this process's part of the log. Topics in memory begin again, empty and under a new id.
   */
  private void start(LogWriter next, Loss loss, int[] suspects, int[] adopted) throws IOException {
    writer = next;
    List<MetaRecord> records = new ArrayList<>();
    int[] toKeep = kept.stream().mapToInt(Integer::intValue).toArray();
    records.add(new Started(boot, loss, suspects, toKeep));
    if (adopted.length > 0) {
      records.add(new SegmentsCollected(adopted));
    }
    int number = state.nextPartitionNumber();
    for (Topic topic : state.topics()) {
      if (topic.settings().durability() == Durability.MEMORY) {
        int firstNumber = number;
        int[] numbers = new int[topic.partitions().length];
        Arrays.setAll(numbers, i -> firstNumber + i);
        number += numbers.length;
        records.add(new TopicDeleted(topic.id()));
        records.add(new TopicWritten(UUID.randomUUID(), topic.name(), topic.settings(), numbers));
      }
    }
    Commit commit = commit(records);
    if (next.fits(commit.bytes(), Reserve.ALL)) {
      next.write(commit);
      next.force();
      records.forEach(state::apply);
    } else {
      // The next segment's checkpoint says it all at once: were the records a commit of their own,
      // a crash between the two would leave a log that knows of this start and not of what it lost.
      records.forEach(state::apply);
      next.roll(0);
    }
  }

  private Commit commit(List<MetaRecord> records) {
    Completions nobody = new Completions(Runnable::run);
    Commit commit = new Commit(state.lastCommit() + 1, clock.getAsLong(), nobody);
    records.forEach(record -> commit.add(LogEntry.Meta.of(record)));
    return commit;
  }
}

package io.weir.embedded.sequencer;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.weir.embedded.checkpoint.Checkpoints;
import io.weir.embedded.index.ActiveRows;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.state.Changes;
import io.weir.embedded.state.Completions;
import io.weir.embedded.state.EmbeddedSettings;
import io.weir.embedded.state.LogEntry;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.Reserve;
import io.weir.embedded.storage.Layout;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Writes commits to the active segment through one staging buffer, and goes on to a new segment
 * when it is full. Used by one thread at a time: recovery, then the sequencer.
 */
public final class LogWriter {
  private final EmbeddedSettings settings;
  private final LogState state;
  private final Checkpoints checkpoints;
  private final SegmentThread segments;
  private final CommitWriter commits;
  private final SpaceCounters space = new SpaceCounters();

  private Segment active;
  private int position;
  private boolean synced = true;

  /** Whether a write failed here: its head must be where the next one is written over it. */
  private boolean torn;

  private long unsyncedRecords;
  private long lastMillis;
  private long logBytes;
  private long checkpointBytes;

  /** Goes on where a recovered segment ends. */
  public LogWriter(
      EmbeddedSettings settings,
      LogState state,
      Checkpoints checkpoints,
      SegmentThread segments,
      Segment active,
      int position) {
    this.settings = settings;
    this.state = state;
    this.checkpoints = checkpoints;
    this.segments = segments;
    this.active = active;
    this.position = position;
    this.commits = new CommitWriter(settings.segmentBytes());
    active.written(position);
    this.lastMillis = active.createdMillis();
    this.logBytes =
        active.capacity()
            + state.sealed().values().stream().mapToLong(s -> s.segment().capacity()).sum();
  }

  /** Begins a log where there is none. */
  public static LogWriter begin(
      EmbeddedSettings settings,
      LogState state,
      Checkpoints checkpoints,
      SegmentThread segments,
      int firstNumber,
      long nowMillis)
      throws IOException {
    Segment first = segments.make(firstNumber, settings.segmentCapacity(0, 0));
    LogWriter writer =
        new LogWriter(settings, state, checkpoints, segments, first, Layout.FIRST_COMMIT);
    try {
      first.extent().begin();
      writer.write(writer.commit(checkpoints.whole(), nowMillis));
      state.unchanged();
    } catch (IOException | RuntimeException e) {
      first.discard();
      throw e;
    }
    return writer;
  }

  public SpaceCounters space() {
    return space;
  }

  public Segment active() {
    return active;
  }

  public int position() {
    return position;
  }

  /** Whether there may be the beginning of a commit behind the last one. */
  boolean isTorn() {
    return torn;
  }

  /** Whether entries of so many bytes still fit into the active segment as one commit. */
  public boolean fits(long bytes, Reserve reserve) {
    int kept = settings.reserveBytes(active.capacity());
    int limit =
        active.capacity()
            - switch (reserve) {
              case NONE -> kept;
              case HALF -> kept / 2;
              case ALL -> 0;
            };
    return start() + CommitHeader.BYTES + bytes <= limit;
  }

  /** Whether the active segment ends, though there may be room in it. */
  boolean isDue() {
    return state.changes().count() >= Changes.MOST && segments.isReady();
  }

  /** Whether so many offsets more may be shown before they are synced. */
  boolean mayShow(long records) {
    return unsyncedRecords + records <= LogState.SKIP;
  }

  /** Hands a commit to the operating system. When it fails, the log is as it was. */
  public void write(Commit commit) throws IOException {
    int start = start();
    int length = (int) commit.bytes();
    torn = true;
    CommitHeader header =
        new CommitHeader(
            commit.number(),
            state.durableCommit(),
            commit.nowMillis(),
            length,
            commit.entries().size());
    try {
      commits.write(active, start, header, commit.entries());
    } catch (Storage.NoSpaceException e) {
      erase(start);
      throw e;
    }
    torn = false;
    space.appended(start + CommitHeader.BYTES + length - position);
    position = start + CommitHeader.BYTES + length;
    active.written(position);
    synced = false;
    unsyncedRecords += commit.records();
    lastMillis = commit.nowMillis();
    state.lastCommit(commit.number());
    if (position > active.capacity() / 2 || state.changes().count() > Changes.MOST / 2) {
      // Twice as much as now, for the checkpoint may have grown by then.
      int capacity = settings.segmentCapacity(logBytes, 2 * checkpointBytes);
      segments.prepare(active.number() + 1, capacity);
    }
  }

  /**
   * Takes back a commit that found no room for its end. It may be whole all the same, for where it
   * ends with zeros nothing is missing; and nobody may find it who was told that it is not there.
   */
  private void erase(int start) throws IOException {
    try {
      active.extent().write(ByteBuffer.allocate(CommitHeader.BYTES), start);
    } catch (Storage.NoSpaceException e) {
      return; // then there is no room for its head, and none of it was written
    }
    active.extent().force();
  }

  /**
   * Writes again what lies between two places and was perhaps never synced: after a sync that
   * failed, the operating system may show what is not on the disk, and take it for written.
   *
   * @param durableEnd the position after the last commit that was synced
   */
  public void rewrite(int durableEnd, int end) throws IOException {
    // The segment's head, too.
    commits.rewrite(active, durableEnd == Layout.FIRST_COMMIT ? 0 : durableEnd, end);
  }

  /** Returns when all that was written survives a power cut. */
  public void force() throws IOException {
    active.extent().force();
    synced = true;
    unsyncedRecords = 0;
    state.durableCommit(state.lastCommit());
  }

  /**
   * Goes on in a new segment with room for a commit of so many bytes. When it fails for want of
   * space, the log is as it was. When it returns, its checkpoint is on disk, and so is all before
   * it.
   */
  public void roll(long bytes) throws IOException {
    List<LogEntry> entries = checkpoints.next(settings.wholeStateBytes(active.capacity()));
    Commit checkpoint = commit(entries, lastMillis);
    Segment old = active;
    int oldEnd = position;
    boolean oldTorn = torn;
    long oldCommit = state.lastCommit();
    long needed = checkpoint.bytes() + bytes;
    Segment next =
        segments.take(
            old.number() + 1,
            settings.segmentCapacity(logBytes, needed),
            settings.leastCapacity(needed));
    try {
      if (!synced) {
        force();
      }
      next.extent().begin();
      active = next;
      position = Layout.FIRST_COMMIT;
      write(checkpoint);
      force();
    } catch (IOException e) {
      active = old;
      position = oldEnd;
      torn = oldTorn;
      state.lastCommit(oldCommit); // without a gap, or what follows would not be taken for whole
      next.discard();
      // It may be whole on the disk, and would count as what came after the old one if it were
      // back.
      segments.awaitGone(next.number());
      throw e;
    }
    checkpointBytes = checkpoint.bytes();
    logBytes += next.capacity();
    old.end(oldEnd);
    checkpoints.begun(next.number(), entries, seal(old, checkpoint.nowMillis()));
  }

  public Checkpoints checkpoints() {
    return checkpoints;
  }

  /** Makes a segment that is no part of the log itself; any thread. */
  public Segment makeBeside(int number, int capacity) throws IOException {
    return segments.makeReserved(number, capacity);
  }

  /** Says that there is such a segment now. */
  public void took(Segment segment) {
    logBytes += segment.capacity();
  }

  /** Says that a segment is gone. */
  public void forgot(Segment segment) {
    logBytes -= segment.capacity();
  }

  /** For tests, on any thread: comes back when no segment is being made or finished. */
  public void awaitSegments() {
    segments.await();
    checkpoints.await();
  }

  /**
   * Comes back when no segment is being made or finished any more.
   *
   * @param crash whether to leave everything as a crash would
   */
  public void close(boolean crash) {
    segments.close(crash);
    checkpoints.close();
  }

  /**
   * The rows that were the active segment's become the sealed one's; the rest is done elsewhere.
   *
   * @return completes when it is
   */
  private CompletableFuture<Void> seal(Segment old, long lastCommitMillis) {
    List<Partition> changed = state.changes().partitions();
    // Numbers in the place of boxes, and room for all: nobody is answered meanwhile.
    IntObjectMap<ActiveRows> rows = new IntObjectHashMap<>(2 * changed.size() + 1);
    Map<Integer, List<AbortedRange>> aborted = new HashMap<>();
    for (Partition partition : changed) {
      ActiveRows active = partition.rows().active();
      if (active != null && !partition.topic().isDeleted()) {
        rows.put(partition.number(), active);
        List<AbortedRange> ranges = partition.transactions().aborted();
        if (!ranges.isEmpty()) {
          aborted.put(partition.number(), ranges);
        }
      }
    }
    SealedSegment sealed = new SealedSegment(old, rows, aborted);
    state.sealed().put(old.number(), sealed);
    for (Partition partition : changed) {
      ActiveRows active = rows.get(partition.number());
      if (active != null) {
        partition.sealed(old.number(), active);
      }
    }
    state.unchanged();
    return segments.finish(sealed, lastCommitMillis, rows, aborted);
  }

  private Commit commit(List<LogEntry> entries, long nowMillis) {
    Completions nobody = new Completions(Runnable::run);
    Commit commit = new Commit(state.lastCommit() + 1, nowMillis, nobody);
    entries.forEach(commit::add);
    return commit;
  }

  /** Where the next commit begins. */
  private int start() {
    return synced && !torn ? Layout.alignToSector(position) : Layout.align(position);
  }
}

package io.weir.embedded.checkpoint;

import io.netty.buffer.ByteBuf;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.state.LogEntry;
import io.weir.embedded.state.LogState;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides with what checkpoint a segment begins, and knows which segments the next start needs for
 * theirs. A small state is written whole. Of a large one only what changed is, and from time to
 * time the whole is put together from what is on disk, on a thread of its own, and kept as a {@link
 * BaseFile}; who writes the log never waits for that.
 */
public final class Checkpoints {
  /** So many deltas follow a whole state at most, unless the next one cannot be written. */
  private static final int MOST_LINKS = 64;

  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

  private final LogState state;
  private final UUID boot;
  private final Storage storage;
  private final ThreadPoolExecutor thread;
  private @Nullable CompletableFuture<Void> making;
  private int base;
  private int fallback;
  private int newest;
  private int links;
  private long bytes;
  private boolean sound;
  private boolean closed;
  private volatile long wholeBytes;

  /**
   * Of a log whose segments begin with what a chain has read.
   *
   * @param boot the run of the operating system
   * @param newest the number of the active segment
   * @param fallback the first segment that a start needs if the whole state it begins with is
   *     damaged
   * @param chain how its state was found
   */
  public Checkpoints(
      LogState state, UUID boot, Storage storage, int newest, int fallback, CheckpointChain chain) {
    this(state, boot, storage, newest);
    this.base = chain.base();
    this.fallback = fallback;
    this.links = chain.links();
    this.bytes = chain.bytes();
    this.sound = chain.isSound();
  }

  /** Of a log whose first segment is going to be written. */
  public Checkpoints(LogState state, UUID boot, Storage storage, int newest) {
    this.state = state;
    this.boot = boot;
    this.storage = storage;
    this.newest = newest;
    this.base = newest;
    this.fallback = newest;
    this.wholeBytes = Checkpoint.estimate(state);
    this.thread =
        new ThreadPoolExecutor(
            1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Checkpoints::daemon);
    thread.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "weir-log-segments-state");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * What the next segment begins with.
   *
   * @param mostWhole a whole state that takes more is not written
   */
  public synchronized List<LogEntry> next(int mostWhole) {
    wholeBytes = Checkpoint.estimate(state);
    return sound && wholeBytes > mostWhole
        ? entries(EntryKind.CHECKPOINT_DELTA, DeltaCheckpoint.encode(state, boot))
        : whole();
  }

  /** What the first segment of a log begins with. */
  public List<LogEntry> whole() {
    return entries(EntryKind.CHECKPOINT, Checkpoint.encode(state, boot));
  }

  private static List<LogEntry> entries(EntryKind kind, List<ByteBuf> payloads) {
    return payloads.stream().<LogEntry>map(payload -> new LogEntry.Meta(kind, payload)).toList();
  }

  /**
   * A segment has begun, durably, with what {@link #next} gave.
   *
   * @param sealed completes when the one before it is finished
   */
  public synchronized void begun(
      int number, List<LogEntry> entries, CompletableFuture<Void> sealed) {
    newest = number;
    if (entries.getFirst().header().kind() == EntryKind.CHECKPOINT) {
      fallback = base;
      base = number;
      links = 0;
      bytes = 0;
      sound = true;
      return;
    }
    links++;
    bytes += entries.stream().mapToLong(entry -> entry.payload().readableBytes()).sum();
    if (links >= MOST_LINKS || bytes >= wholeBytes) {
      makeBase(sealed);
    }
  }

  /**
   * The first segment that a start needs for its checkpoint, and for what takes its place if one is
   * damaged: this one and all later ones must stay.
   */
  public synchronized int neededFrom() {
    return Math.min(fallback, newest - 1);
  }

  /** About how much a whole state takes. */
  public long wholeBytes() {
    return wholeBytes;
  }

  /** Lets go of as many segments as can be; completes when {@link #neededFrom} says so. */
  public CompletableFuture<Void> makeBase() {
    return makeBase(CompletableFuture.completedFuture(null));
  }

  private synchronized CompletableFuture<Void> makeBase(CompletableFuture<Void> after) {
    CompletableFuture<Void> present = making;
    if (present != null && !present.isDone()) {
      return present;
    }
    if (closed) {
      return after;
    }
    CompletableFuture<Void> made = after.thenRunAsync(this::make, thread);
    making = made;
    return made;
  }

  /** Puts together the state at the head of the newest sealed segment, and keeps it. */
  private void make() {
    TreeMap<Integer, Segment> held = new TreeMap<>();
    try {
      if (hold(held)) {
        Segment last = held.lastEntry().getValue();
        CheckpointChain chain = new CheckpointChain(held, storage, new Again(held), log);
        LogState restored = chain.restore();
        if (restored != null && chain.isSound()) {
          BaseFile.write(storage, last, restored);
          made(last.number());
          deleteBases();
        } else {
          distrust();
        }
      }
    } catch (IOException | RuntimeException e) {
      log.warn(
          "the state of the log cannot be kept beside it and is tried again: {}", e.toString());
    } finally {
      held.values().forEach(Segment::release);
    }
  }

  /** Holds the segments from the base to the newest sealed one; false if nothing is to be done. */
  private boolean hold(TreeMap<Integer, Segment> held) {
    int from;
    int to;
    synchronized (this) {
      from = base;
      to = newest - 1;
    }
    if (to <= from) {
      return false;
    }
    for (SealedSegment each : state.sealed().subMap(from, true, to, true).values()) {
      if (!each.segment().retain()) {
        return false; // the log is being closed
      }
      held.put(each.segment().number(), each.segment());
    }
    return !held.isEmpty() && held.lastKey() == to;
  }

  private synchronized void made(int number) {
    if (number > base) {
      base = number;
      fallback = number;
      links = newest - number;
      bytes = 0;
    }
  }

  /** The next segment begins with the whole state. */
  private synchronized void distrust() {
    sound = false;
  }

  /** Deletes whole states that nobody needs any more. */
  public void deleteBases() throws IOException {
    int needed = neededFrom();
    for (int number : storage.bases()) {
      if (number < needed) {
        storage.deleteBase(number);
      }
    }
  }

  /** For tests, on any thread: comes back when what was asked before is done. */
  public void await() {
    CompletableFuture.runAsync(() -> {}, thread).join();
  }

  /** Comes back when nothing is under way any more. */
  public void close() {
    CompletableFuture<Void> present;
    synchronized (this) {
      closed = true;
      present = making;
    }
    if (present != null) {
      present.join();
    }
    thread.shutdown();
  }

  /** For the places where a checkpoint is damaged; the result is not kept. */
  private record Again(TreeMap<Integer, Segment> segments) implements CheckpointChain.Reader {
    @Override
    public void replay(LogState state, Segment segment) {}

    @Override
    public void lossCounted() {}
  }
}

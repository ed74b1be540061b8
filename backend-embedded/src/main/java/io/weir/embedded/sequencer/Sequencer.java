package io.weir.embedded.sequencer;

import io.netty.util.IllegalReferenceCountException;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Full;
import io.weir.backend.BackendException.Throttled;
import io.weir.backend.BackendException.Unavailable;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.state.Completions;
import io.weir.embedded.state.EmbeddedSettings;
import io.weir.embedded.state.LogState;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the log. Again and again it takes what has gathered, judges it, writes
 * it with one write, syncs if anybody asked for that, shows it to readers and answers. Nothing
 * lingers: a commit starts when the one before it is done, so commits grow with the load by
 * themselves.
 */
public final class Sequencer implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Sequencer.class);

  /** How long is waited after a segment could not be begun before that is tried again. */
  private static final long LACK_PAUSE_NANOS = 100_000_000;

  private static final Unavailable CLOSED = new Unavailable("the log is closed");

  private final LogState state;
  private final LogWriter writer;
  private final EmbeddedSettings settings;
  private final LongSupplier clock;
  private final Runnable whenFull;
  private final Inbox inbox;
  private final Completions completions;
  private final ArrayDeque<Task> queue = new ArrayDeque<>();
  private final List<Task> taken = new ArrayList<>();
  private final Thread thread = new Thread(this, "weir-log-sequencer");
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

  private volatile @Nullable BackendException broken;
  private volatile boolean stopping;
  private volatile boolean killed;

  /** What the last write or segment failed for want of; null since one has succeeded. */
  private volatile @Nullable BackendException lack;

  private long lackSince;

  /**
   * @param plain completes the futures of callers that have no context
   * @param whenFull looks for space to be freed, elsewhere
   */
  public Sequencer(
      LogState state,
      LogWriter writer,
      EmbeddedSettings settings,
      LongSupplier clock,
      Executor plain,
      Runnable whenFull) {
    this.state = state;
    this.writer = writer;
    this.settings = settings;
    this.clock = clock;
    this.whenFull = whenFull;
    this.inbox = new Inbox(settings.queueBytes());
    this.completions = new Completions(plain);
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Why nothing is written any more, if so. */
  public Optional<BackendException> trouble() {
    return Optional.ofNullable(broken);
  }

  /** Whether space, or something else, is wanting for what is to be written. */
  public boolean isLacking() {
    return lack != null;
  }

  /** Hands over a task; one that is not taken is refused on the spot. */
  public void submit(Task task) {
    BackendException cause = broken;
    if (cause != null) {
      task.refuse(cause);
      return;
    }
    switch (inbox.offer(task)) {
      case TAKEN -> {}
      case FULL ->
          task.refuse(
              new Throttled(
                  "%d bytes wait to be written (queueBytes); try again"
                      .formatted(settings.queueBytes())));
      case CLOSED -> task.refuse(CLOSED);
    }
  }

  /**
   * Ends it after all that was submitted before.
   *
   * @return completes when it has ended, with whether everything is on disk; nobody touches the
   *     state after that
   */
  public CompletableFuture<Boolean> stop() {
    stopping = true;
    LockSupport.unpark(thread);
    return ended;
  }

  /** Ends it as a crash would: what is queued is forgotten, nothing more is written or synced. */
  public CompletableFuture<Boolean> kill() {
    killed = true;
    return stop();
  }

  @Override
  public void run() {
    boolean orderly = false;
    try {
      while (!stopping) {
        if (queue.isEmpty()) {
          inbox.drainTo(queue);
        }
        if (queue.isEmpty()) {
          inbox.await();
        } else {
          turn();
        }
      }
      inbox.closeTo(queue);
      while (!queue.isEmpty() && !killed) {
        turn();
      }
      orderly = !killed && broken == null;
      if (orderly) {
        writer.force();
        orderly = !writer.isTorn(); // else the next start has something to cut
      }
    } catch (IOException | RuntimeException | Error e) {
      orderly = false;
      stopForGood("the log's sequencer failed", e);
    } finally {
      inbox.closeTo(queue);
      BackendException cause = broken;
      failAll(cause == null ? CLOSED : cause);
      ended.complete(orderly);
    }
  }

  /** One commit. */
  private void turn() {
    Task first = queue.element();
    BackendException cause = broken;
    if (cause == null) {
      cause = makeRoom(first);
    }
    if (cause == null) {
      Commit commit = new Commit(state.lastCommit() + 1, clock.getAsLong(), completions);
      gather(commit);
      if (!commit.tasks().isEmpty()) {
        carryOut(commit);
      }
    } else {
      taken.add(queue.remove());
      first.fail(cause, completions);
    }
    taken.forEach(inbox::done);
    taken.clear();
    completions.flush();
  }

  /** Takes as many tasks as one commit may hold, at least one. */
  private void gather(Commit commit) {
    Task task = queue.peek();
    while (task != null && (taken.isEmpty() || mayJoin(task, commit))) {
      taken.add(queue.remove());
      task.prepare(commit, state);
      if (queue.isEmpty()) {
        inbox.drainTo(queue);
      }
      task = queue.peek();
    }
  }

  private boolean mayJoin(Task task, Commit commit) {
    return hasRoom(commit, task) && task.joins(taken.getFirst(), commit, state);
  }

  private boolean hasRoom(Commit commit, Task task) {
    long bytes = commit.bytes() + task.logBytes();
    return bytes <= settings.commitBytes() && writer.fits(bytes, task.reserve());
  }

  /** Begins a new segment if the first task of a commit does not fit into this one, or asks so. */
  private @Nullable BackendException makeRoom(Task task) {
    boolean fits =
        task.writesNothing() || writer.fits(task.logBytes(), task.reserve()) && !writer.isDue();
    if (fits && !task.wantsNextSegment(writer.active())) {
      return null;
    }
    BackendException recent = lack;
    if (recent != null && System.nanoTime() - lackSince < LACK_PAUSE_NANOS) {
      return recent;
    }
    try {
      writer.roll(task.logBytes());
      lack = null;
      return null;
    } catch (Storage.NoSpaceException e) {
      return noSpace(e);
    } catch (Storage.ExhaustedException e) {
      return exhausted(e);
    } catch (IOException e) {
      return stopForGood("a new segment cannot be begun", e);
    }
  }

  private void carryOut(Commit commit) {
    try {
      if (!commit.entries().isEmpty()) {
        boolean held = !writer.mayShow(commit.records());
        writer.write(commit);
        if (held) {
          writer.force();
        }
        lack = null;
      }
    } catch (Storage.NoSpaceException e) {
      fail(commit, noSpace(e));
      return;
    } catch (IOException e) {
      fail(commit, stopForGood("a write failed", e));
      return;
    } catch (IllegalReferenceCountException e) {
      log.error("a caller released a batch more than once while it was written", e);
      fail(commit, new Unavailable("a batch was released while it was written; try again", e));
      return;
    }
    List<Task> tasks = commit.tasks();
    Segment segment = writer.active();
    for (Task task : tasks) {
      task.written(commit, state, segment);
    }
    if (commit.isSynced()) {
      completions.flush();
      try {
        writer.force();
      } catch (IOException e) {
        BackendException cause = stopForGood("a sync failed", e);
        tasks.forEach(task -> task.fail(cause, completions));
        return;
      }
    }
    for (Task task : tasks) {
      task.durable(commit, state, segment);
    }
  }

  private void fail(Commit commit, BackendException cause) {
    List<Task> tasks = commit.tasks();
    for (Task task : tasks.reversed()) {
      task.undo(state);
    }
    tasks.forEach(task -> task.fail(cause, completions));
  }

  private BackendException noSpace(IOException e) {
    return lacking(new Full("no space is left for the log: " + e.getMessage()));
  }

  /** Not a want of space, and nobody should look for it on the disk. */
  private BackendException exhausted(IOException e) {
    return lacking(
        new Unavailable(
            "the process has no file descriptor or memory mapping left for another segment of the"
                + " log ("
                + e.getMessage()
                + "); allow it more of them (ulimit -n, vm.max_map_count)"));
  }

  private BackendException lacking(BackendException cause) {
    BackendException before = lack;
    if (before == null || before.getClass() != cause.getClass()) {
      log.error("appends fail until this has passed: {}", cause.getMessage());
    }
    lack = cause;
    lackSince = System.nanoTime();
    whenFull.run();
    return cause;
  }

  /**
   * After a failed sync nobody can say what is on the disk, and trying again may succeed without
   * having written it. So nothing is acknowledged any more until a new process has read what is
   * there.
   */
  private BackendException stopForGood(String what, Throwable e) {
    log.error("{}: nothing is written any more; check the disk and start again", what, e);
    Unavailable cause =
        new Unavailable(
            what + " (" + e.getMessage() + "); nothing is written until Weir is started again", e);
    broken = cause;
    return cause;
  }

  private void failAll(BackendException cause) {
    taken.forEach(task -> task.fail(cause, completions)); // those answered already stay so
    Task task = queue.poll();
    while (task != null) {
      task.fail(cause, completions);
      inbox.done(task);
      task = queue.poll();
    }
    completions.flush();
  }
}

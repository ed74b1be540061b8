package io.weir.embedded.sequencer;

import io.weir.embedded.state.Completions;
import io.weir.embedded.state.LogState;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the sequencer is asked: many threads put in, it alone takes out, all at once. Bounded in
 * bytes; the order of each thread is kept.
 */
final class Inbox {
  /** What became of an offer. */
  enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  private static final Task CLOSED = new Closed();

  private final AtomicReference<@Nullable Task> newest = new AtomicReference<>();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final long mostBytes;
  private volatile @Nullable Thread waiting;

  Inbox(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  Offer offer(Task task) {
    long size = task.queuedBytes();
    if (queuedBytes.addAndGet(size) > mostBytes) {
      queuedBytes.addAndGet(-size);
      return Offer.FULL;
    }
    Task before = newest.get();
    while (before != CLOSED) {
      task.queuedBefore = before;
      Task found = newest.compareAndExchange(before, task);
      if (found == before) {
        Thread sleeper = waiting;
        if (sleeper != null) {
          LockSupport.unpark(sleeper);
        }
        return Offer.TAKEN;
      }
      before = found;
    }
    queuedBytes.addAndGet(-size);
    return Offer.CLOSED;
  }

  /** Moves all that is there to the end of a queue. */
  void drainTo(ArrayDeque<Task> queue) {
    if (newest.get() != CLOSED) {
      take(newest.getAndSet(null), queue);
    }
  }

  /** The same, and nothing will ever be taken in again. */
  void closeTo(ArrayDeque<Task> queue) {
    Task last = newest.getAndSet(CLOSED);
    take(last == CLOSED ? null : last, queue);
  }

  /** What a drained task held is free again. */
  void done(Task task) {
    queuedBytes.addAndGet(-task.queuedBytes());
  }

  /** Returns when there is something, or for no reason. */
  void await() {
    waiting = Thread.currentThread();
    if (newest.get() == null) {
      LockSupport.park(this);
    }
    waiting = null;
  }

  private static void take(@Nullable Task last, ArrayDeque<Task> queue) {
    Task oldest = null;
    Task task = last;
    while (task != null) {
      Task before = task.queuedBefore;
      task.queuedBefore = oldest;
      oldest = task;
      task = before;
    }
    while (oldest != null) {
      Task following = oldest.queuedBefore;
      oldest.queuedBefore = null;
      queue.add(oldest);
      oldest = following;
    }
  }

  /** Marks a closed inbox. */
  private static final class Closed extends Task {
    @Override
    public void prepare(Commit commit, LogState state) {}

    @Override
    public void fail(io.weir.backend.BackendException cause, Completions completions) {}

    @Override
    public void refuse(io.weir.backend.BackendException cause) {}
  }
}

package io.weir.embedded.sequencer;

import io.weir.backend.BackendException;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.state.Completions;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Reserve;
import org.jspecify.annotations.Nullable;

/**
 * Something asked of the sequencer. Made on any thread; every method but {@link #refuse} is called
 * by the sequencer alone.
 */
public abstract class Task {
  /** The one queued before it; the inbox's. */
  @Nullable Task queuedBefore;

  /** Bytes that it holds while it is queued. */
  public long queuedBytes() {
    return 256;
  }

  /** The most bytes that it will put into the log. */
  public long logBytes() {
    return 256;
  }

  /** Whether it needs no room in the log at all. */
  public boolean writesNothing() {
    return false;
  }

  /** Whether the active segment is to end before it. */
  public boolean wantsNextSegment(Segment active) {
    return false;
  }

  /** How much it may use of the space that is kept. */
  public Reserve reserve() {
    return Reserve.ALL;
  }

  /** Whether it needs a commit of its own, because it changes what others are judged by. */
  public boolean isAlone() {
    return false;
  }

  /** Whether it may come into a commit that has another for its first. */
  public boolean joins(Task first, Commit commit, LogState state) {
    return !isAlone() && !first.isAlone();
  }

  /**
   * Judges it by the state and adds what is to be written, and itself, to the commit; or answers it
   * here and now through the commit's completions, and adds nothing.
   */
  public abstract void prepare(Commit commit, LogState state);

  /** The commit is handed to the operating system; answers whoever wants no more. */
  public void written(Commit commit, LogState state, Segment segment) {}

  /** The commit is on disk, if anybody wanted it there. */
  public void durable(Commit commit, LogState state, Segment segment) {}

  /**
   * The commit was not written: takes back what {@link #prepare} did to the state. Called last task
   * first.
   */
  public void undo(LogState state) {}

  /** Answers with a failure and lets go of everything. */
  public abstract void fail(BackendException cause, Completions completions);

  /** The same on the caller's own thread: it was never queued. */
  public abstract void refuse(BackendException cause);
}

package io.weir.embedded.task;

import io.weir.embedded.segment.Segment;
import io.weir.embedded.sequencer.Commit;
import io.weir.embedded.sequencer.MetaTask;
import io.weir.embedded.sequencer.Sequencer;
import io.weir.embedded.state.LogState;

/** Ends the active segment before it is full, so that what is in it can be compacted. */
public final class SealTask extends MetaTask<Void> {
  private final int segment;

  private SealTask(int segment) {
    this.segment = segment;
  }

  /** Comes back when a segment is sealed, also if it was before. */
  public static void seal(int segment, Sequencer sequencer) {
    SealTask task = new SealTask(segment);
    sequencer.submit(task);
    task.reply().future().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public boolean wantsNextSegment(Segment active) {
    return active.number() == segment;
  }

  @Override
  public boolean writesNothing() {
    return true;
  }

  @Override
  public boolean isAlone() {
    return true;
  }

  @Override
  @SuppressWarnings("NullAway") // a future of nothing has null for its value
  public void prepare(Commit commit, LogState state) {
    answer(commit, null);
  }

  @Override
  public Void apply(Commit commit, LogState state) {
    throw new IllegalStateException("the end of a segment writes nothing itself");
  }
}

package io.weir.embedded;

/** Ends the active segment before it is full, so that what is in it can be compacted. */
final class SealTask extends MetaTask<Void> {
  private final int segment;

  private SealTask(int segment) {
    this.segment = segment;
  }

  /** Comes back when a segment is sealed, also if it was before. */
  static void seal(int segment, Sequencer sequencer) {
    SealTask task = new SealTask(segment);
    sequencer.submit(task);
    task.reply().future().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  boolean wantsNextSegment(Segment active) {
    return active.number() == segment;
  }

  @Override
  boolean writesNothing() {
    return true;
  }

  @Override
  boolean isAlone() {
    return true;
  }

  @Override
  @SuppressWarnings("NullAway") // a future of nothing has null for its value
  void prepare(Commit commit, LogState state) {
    answer(commit, null);
  }

  @Override
  Void apply(Commit commit, LogState state) {
    throw new IllegalStateException("the end of a segment writes nothing itself");
  }
}

package io.weir.embedded;

import io.weir.backend.BackendException;
import java.util.function.Consumer;

/** Something for the sequencer to do between two commits; nothing is written. */
final class HousekeepingTask extends MetaTask<Void> {
  private final Consumer<LogState> work;

  HousekeepingTask(Consumer<LogState> work) {
    this.work = work;
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
    try {
      work.accept(state);
      answer(commit, null);
    } catch (BackendException e) {
      fail(e, commit.completions());
    }
  }

  @Override
  Void apply(Commit commit, LogState state) {
    throw new IllegalStateException("housekeeping writes nothing");
  }
}

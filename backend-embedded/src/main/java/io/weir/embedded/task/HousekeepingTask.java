package io.weir.embedded.task;

import io.weir.backend.BackendException;
import io.weir.embedded.sequencer.Commit;
import io.weir.embedded.sequencer.MetaTask;
import io.weir.embedded.state.LogState;
import java.util.function.Consumer;

/** Something for the sequencer to do between two commits; nothing is written. */
public final class HousekeepingTask extends MetaTask<Void> {
  private final Consumer<LogState> work;

  public HousekeepingTask(Consumer<LogState> work) {
    this.work = work;
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
    try {
      work.accept(state);
      answer(commit, null);
    } catch (BackendException e) {
      fail(e, commit.completions());
    }
  }

  @Override
  public Void apply(Commit commit, LogState state) {
    throw new IllegalStateException("housekeeping writes nothing");
  }
}

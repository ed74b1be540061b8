package io.weir.embedded.task;

import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.embedded.sequencer.Commit;
import io.weir.embedded.sequencer.MetaTask;
import io.weir.embedded.state.LogState;

/** Gives out a producer id. */
public final class ProducerIdTask extends MetaTask<ProducerEpoch> {
  private final ProducerIds ids = new ProducerIds();
  private long id;

  @Override
  public void prepare(Commit commit, LogState state) {
    id = ids.take(commit, state);
    commit.await(this);
  }

  @Override
  public void undo(LogState state) {
    ids.undo(state);
  }

  @Override
  public ProducerEpoch apply(Commit commit, LogState state) {
    return new ProducerEpoch(id, (short) 0);
  }
}

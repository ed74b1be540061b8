package io.weir.embedded;

import io.weir.backend.ProducerStore.ProducerEpoch;

/** Gives out a producer id. */
final class ProducerIdTask extends MetaTask<ProducerEpoch> {
  private final ProducerIds ids = new ProducerIds();
  private long id;

  @Override
  void prepare(Commit commit, LogState state) {
    id = ids.take(commit, state);
    commit.await(this);
  }

  @Override
  void undo(LogState state) {
    ids.undo(state);
  }

  @Override
  ProducerEpoch apply(Commit commit, LogState state) {
    return new ProducerEpoch(id, (short) 0);
  }
}

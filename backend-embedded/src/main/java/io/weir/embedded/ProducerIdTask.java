package io.weir.embedded;

import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.embedded.MetaRecord.ProducerIdsReserved;

/** Gives out a producer id. Ids are reserved in the log a block at a time. */
final class ProducerIdTask extends MetaTask<ProducerEpoch> {
  private static final int BLOCK = 1000;

  private long id;
  private long reservedBefore;
  private boolean reserves;

  @Override
  void prepare(Commit commit, LogState state) {
    reservedBefore = state.reservedProducerIds();
    id = state.takeProducerId();
    if (id < reservedBefore) {
      // Reserved, if perhaps only by this very commit: the answer waits for it, which costs nobody
      // a sync.
      commit.await(this);
      return;
    }
    reserves = true;
    // From the id itself, for those before it may have been refused when they could not be
    // reserved.
    state.reservedProducerIds(id + BLOCK);
    write(commit, new ProducerIdsReserved(id + BLOCK));
  }

  @Override
  void undo(LogState state) {
    if (reserves) {
      state.reservedProducerIds(reservedBefore);
    }
  }

  @Override
  ProducerEpoch apply(Commit commit, LogState state) {
    return new ProducerEpoch(id, (short) 0);
  }
}

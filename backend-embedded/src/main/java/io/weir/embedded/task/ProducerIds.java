package io.weir.embedded.task;

import io.weir.embedded.segment.MetaRecord.ProducerIdsReserved;
import io.weir.embedded.sequencer.Commit;
import io.weir.embedded.state.LogEntry;
import io.weir.embedded.state.LogState;

/**
 * Takes one producer id, for one task. Ids are reserved in the log a block at a time; who takes one
 * answers when its commit is durable, which costs nobody a sync where the block is there already.
 */
final class ProducerIds {
  private static final int BLOCK = 1000;

  private long reservedBefore;
  private boolean reserves;

  /** An id never given out before, reserved at the latest by this commit. */
  long take(Commit commit, LogState state) {
    reservedBefore = state.reservedProducerIds();
    long id = state.takeProducerId();
    if (id >= reservedBefore) {
      reserves = true;
      // From the id itself, for those before it may have been refused when they could not be
      // reserved.
      state.reservedProducerIds(id + BLOCK);
      commit.add(LogEntry.Meta.of(new ProducerIdsReserved(id + BLOCK)));
      commit.requireSync();
    }
    return id;
  }

  void undo(LogState state) {
    if (reserves) {
      state.reservedProducerIds(reservedBefore);
    }
  }
}

package io.weir.embedded;

import io.weir.backend.Claim;
import io.weir.backend.TopicPartition;
import io.weir.embedded.segment.MetaRecord.ReignBegun;
import io.weir.embedded.sequencer.Commit;
import io.weir.embedded.sequencer.MetaTask;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;

/** The beginning and the end of a reign over a partition. */
final class ReignTasks {
  private ReignTasks() {}

  static final class Begin extends MetaTask<Claim> {
    private final EmbeddedLog log;
    private final Partition partition;
    private final TopicPartition id;
    private long reign;

    public Begin(EmbeddedLog log, Partition partition, TopicPartition id) {
      this.log = log;
      this.partition = partition;
      this.id = id;
    }

    @Override
    public boolean isAlone() {
      return true;
    }

    @Override
    public void prepare(Commit commit, LogState state) {
      if (partition.topic().isDeleted()) {
        fail(partition.topic().gone(), commit.completions());
        return;
      }
      reign = partition.reign() + 1;
      write(commit, new ReignBegun(partition.number(), reign));
    }

    @Override
    public Claim apply(Commit commit, LogState state) {
      state.apply(new ReignBegun(partition.number(), reign));
      return new EmbeddedClaim(log, partition, id, reign);
    }
  }

  /** Writes nothing: a restart ends all reigns anyway. */
  static final class End extends MetaTask<Void> {
    private final EmbeddedClaim claim;

    public End(EmbeddedClaim claim) {
      this.claim = claim;
    }

    @Override
    public boolean writesNothing() {
      return true;
    }

    @Override
    @SuppressWarnings("NullAway") // a future of nothing has null for its value
    public void prepare(Commit commit, LogState state) {
      if (!claim.isOver()) {
        claim.state().endReign();
      }
      answer(commit, null);
    }

    @Override
    public Void apply(Commit commit, LogState state) {
      throw new IllegalStateException("the end of a reign is not written");
    }
  }
}

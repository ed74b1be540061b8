package io.weir.embedded;

import io.weir.backend.Claim;
import io.weir.backend.TopicPartition;
import io.weir.embedded.MetaRecord.ReignBegun;

/** The beginning and the end of a reign over a partition. */
final class ReignTasks {
  private ReignTasks() {}

  static final class Begin extends MetaTask<Claim> {
    private final EmbeddedLog log;
    private final Partition partition;
    private final TopicPartition id;
    private long reign;

    Begin(EmbeddedLog log, Partition partition, TopicPartition id) {
      this.log = log;
      this.partition = partition;
      this.id = id;
    }

    @Override
    boolean isAlone() {
      return true;
    }

    @Override
    void prepare(Commit commit, LogState state) {
      if (partition.topic().isDeleted()) {
        fail(partition.topic().gone(), commit.completions());
        return;
      }
      reign = partition.reign() + 1;
      write(commit, new ReignBegun(partition.number(), reign));
    }

    @Override
    Claim apply(Commit commit, LogState state) {
      state.apply(new ReignBegun(partition.number(), reign));
      return new EmbeddedClaim(log, partition, id, reign);
    }
  }

  /** Writes nothing: a restart ends all reigns anyway. */
  static final class End extends MetaTask<Void> {
    private final EmbeddedClaim claim;

    End(EmbeddedClaim claim) {
      this.claim = claim;
    }

    @Override
    boolean writesNothing() {
      return true;
    }

    @Override
    @SuppressWarnings("NullAway") // a future of nothing has null for its value
    void prepare(Commit commit, LogState state) {
      if (!claim.isOver()) {
        claim.state().endReign();
      }
      answer(commit, null);
    }

    @Override
    Void apply(Commit commit, LogState state) {
      throw new IllegalStateException("the end of a reign is not written");
    }
  }
}

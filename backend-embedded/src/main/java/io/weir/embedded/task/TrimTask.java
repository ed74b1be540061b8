package io.weir.embedded.task;

import io.weir.backend.BackendException.OffsetOutOfRange;
import io.weir.embedded.segment.MetaRecord.LogStartMoved;
import io.weir.embedded.sequencer.Commit;
import io.weir.embedded.sequencer.MetaTask;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;

/**
 * Moves a partition's log start, because somebody asked or retention found it due. Many share a
 * sync.
 */
public final class TrimTask extends MetaTask<Long> {
  private final Partition partition;
  private final long offset;

  public TrimTask(Partition partition, long offset) {
    this.partition = partition;
    this.offset = offset;
  }

  @Override
  public void prepare(Commit commit, LogState state) {
    if (partition.topic().isDeleted()) {
      fail(partition.topic().gone(), commit.completions());
    } else if (offset > partition.highWatermark()) {
      fail(pastTheEnd(partition, offset), commit.completions());
    } else if (offset <= partition.logStart()) {
      answer(commit, partition.logStart());
    } else {
      write(commit, new LogStartMoved(partition.number(), offset));
    }
  }

  @Override
  public Long apply(Commit commit, LogState state) {
    state.apply(new LogStartMoved(partition.number(), offset));
    return partition.logStart();
  }

  public static OffsetOutOfRange pastTheEnd(Partition partition, long offset) {
    return new OffsetOutOfRange(
        "offset %d is past the end of %s, %d"
            .formatted(offset, partition, partition.highWatermark()),
        partition.offsets());
  }
}

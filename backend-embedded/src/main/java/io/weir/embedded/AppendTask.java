package io.weir.embedded;

import io.weir.backend.AppendResult;
import io.weir.backend.AppendResult.Appended;
import io.weir.backend.AppendResult.Duplicate;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Fenced;
import io.weir.backend.BackendException.InvalidBatch;
import io.weir.backend.BackendException.OutOfOrderSequence;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.sequencer.Commit;
import io.weir.embedded.sequencer.Task;
import io.weir.embedded.state.Completions;
import io.weir.embedded.state.LogEntry;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.ProducerState;
import io.weir.embedded.state.Reply;
import io.weir.embedded.state.Reserve;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batches that go into the log together or not at all: they share a commit, and recovery takes
 * whole commits.
 */
final class AppendTask extends Task {
  /** What a batch costs beside its bytes while it waits to be written. */
  static final int BATCH_OVERHEAD = 256;

  private final List<LogEntry.Batch> batches;
  private final @Nullable EmbeddedClaim claim;
  private final Reply<List<AppendResult>> reply = new Reply<>();
  private final long queuedBytes;
  private final long logBytes;
  private int assigned;
  private boolean synced;

  /**
   * @param claim in whose name, or null
   */
  AppendTask(List<LogEntry.Batch> batches, @Nullable EmbeddedClaim claim) {
    this.batches = batches;
    this.claim = claim;
    long queued = 0;
    long written = 0;
    for (LogEntry.Batch batch : batches) {
      queued += batch.size() + (long) BATCH_OVERHEAD;
      written += EntryHeader.footprint(batch.size());
    }
    this.queuedBytes = queued;
    this.logBytes = written;
  }

  Reply<List<AppendResult>> reply() {
    return reply;
  }

  @Override
  public long queuedBytes() {
    return queuedBytes;
  }

  @Override
  public long logBytes() {
    return logBytes;
  }

  @Override
  public Reserve reserve() {
    return batches.stream().allMatch(batch -> holds(batch.partition()))
        ? Reserve.HALF
        : Reserve.NONE;
  }

  @Override
  public void prepare(Commit commit, LogState state) {
    for (LogEntry.Batch batch : batches) {
      BackendException refusal = take(batch, commit, state);
      if (refusal != null) {
        undo(state);
        fail(refusal, commit.completions());
        return;
      }
      assigned++;
    }
    join(commit);
  }

  private @Nullable BackendException take(LogEntry.Batch batch, Commit commit, LogState state) {
    if (!batch.hold()) {
      return new InvalidBatch(
          InvalidBatch.Reason.CORRUPT, "the batch's buffer was released before it was written");
    }
    Partition partition = batch.partition();
    if (partition.topic().isDeleted()) {
      return partition.topic().gone();
    }
    if (claim != null && claim.isOver()) {
      return new Fenced("reign %d over %s is over".formatted(claim.reign(), claim.partition()));
    }
    if (partition.isClaimed() && !holds(partition)) {
      return new Fenced(partition + " is claimed by reign " + partition.reign());
    }
    if (batch.isSequenced()) {
      BackendException refusal = state.transactions().refuses(batch);
      if (refusal != null) {
        return refusal;
      }
      ProducerState producer = state.producers().get(batch.producerKey());
      if (producer != null) {
        switch (batch.judge(producer)) {
          case ProducerState.Verdict.Next() -> {}
          case ProducerState.Verdict.Known(long baseOffset) -> {
            batch.foundAt(baseOffset);
            return null;
          }
          case ProducerState.Verdict.Stale(short newest) -> {
            return new Fenced(
                "producer %d has epoch %d by now, and this batch epoch %d"
                    .formatted(batch.producerId(), newest, batch.producerEpoch()));
          }
          case ProducerState.Verdict.Gap(int expected) -> {
            return new OutOfOrderSequence(
                "producer %d wrote sequence %d where %d follows in %s"
                    .formatted(batch.producerId(), batch.baseSequence(), expected, partition));
          }
        }
      }
    }
    batch.assign(state.producers(), commit.nowMillis());
    batch.join(state.transactions());
    return null;
  }

  private boolean holds(Partition partition) {
    return claim != null && claim.state() == partition;
  }

  /**
   * A batch waits for the sync if its topic asks for it, and then so does all that comes with it or
   * follows it in the same partition, for readers see batches in order and a call all at once.
   */
  private void join(Commit commit) {
    for (LogEntry.Batch batch : batches) {
      Partition partition = batch.partition();
      synced |=
          partition.topic().isSynced() && !batch.isDuplicate()
              || partition.syncedWithCommit() == commit.number();
    }
    for (LogEntry.Batch batch : batches) {
      if (!batch.isDuplicate()) {
        commit.add(batch);
        if (synced) {
          batch.partition().syncedWithCommit(commit.number());
          commit.requireSync();
        }
      }
    }
    commit.await(this);
  }

  @Override
  public void written(Commit commit, LogState state, Segment segment) {
    if (!synced) {
      publish(commit, segment);
    }
  }

  @Override
  public void durable(Commit commit, LogState state, Segment segment) {
    if (synced) {
      publish(commit, segment);
    }
  }

  private void publish(Commit commit, Segment segment) {
    List<AppendResult> results = new ArrayList<>(batches.size());
    for (LogEntry.Batch batch : batches) {
      Partition partition = batch.partition();
      if (batch.isDuplicate()) {
        results.add(new Duplicate(batch.baseOffset()));
      } else {
        batch.publish(segment);
        results.add(new Appended(batch.baseOffset(), partition.logStart()));
        partition.wake(commit.completions());
      }
      batch.release();
    }
    commit.completions().succeed(reply, results);
  }

  @Override
  public void undo(LogState state) {
    while (assigned > 0) {
      assigned--;
      batches.get(assigned).unassign(state.producers());
    }
  }

  @Override
  public void fail(BackendException cause, Completions completions) {
    batches.forEach(LogEntry.Batch::release);
    completions.fail(reply, cause);
  }

  @Override
  public void refuse(BackendException cause) {
    batches.forEach(LogEntry.Batch::release);
    reply.fail(cause);
  }
}

package io.weir.embedded.sequencer;

import io.weir.backend.BackendException;
import io.weir.embedded.segment.MetaRecord;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.state.Completions;
import io.weir.embedded.state.LogEntry;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Reply;

/**
 * A change other than an append: judged, written, synced, applied, answered. What it answers with
 * is known when it is applied.
 */
public abstract class MetaTask<T> extends Task {
  private final Reply<T> reply = new Reply<>();
  private long logBytes = 256;

  public Reply<T> reply() {
    return reply;
  }

  /** Says beforehand that its records take more than the usual few bytes. */
  public final void expect(long bytes) {
    logBytes = bytes;
  }

  @Override
  public long logBytes() {
    return logBytes;
  }

  /** Adds a record to the commit and waits for it. */
  public final void write(Commit commit, MetaRecord record) {
    commit.add(LogEntry.Meta.of(record));
    await(commit);
  }

  public final void await(Commit commit) {
    commit.requireSync();
    commit.await(this);
  }

  /** Answers without waiting for anything. */
  public final void answer(Commit commit, T value) {
    commit.completions().succeed(reply, value);
  }

  @Override
  public final void durable(Commit commit, LogState state, Segment segment) {
    show(commit, segment);
    answer(commit, apply(commit, state));
  }

  /** The records are durable: shows readers what came with them. */
  public void show(Commit commit, Segment segment) {}

  /** The records are durable: makes them true. */
  public abstract T apply(Commit commit, LogState state);

  @Override
  public final void fail(BackendException cause, Completions completions) {
    completions.fail(reply, cause);
  }

  @Override
  public final void refuse(BackendException cause) {
    reply.fail(cause);
  }
}

package io.weir.embedded;

import io.weir.backend.BackendException;

/**
 * A change other than an append: judged, written, synced, applied, answered. What it answers with
 * is known when it is applied.
 */
abstract class MetaTask<T> extends Task {
  private final Reply<T> reply = new Reply<>();
  private long logBytes = 256;

  Reply<T> reply() {
    return reply;
  }

  /** Says beforehand that its records take more than the usual few bytes. */
  final void expect(long bytes) {
    logBytes = bytes;
  }

  @Override
  long logBytes() {
    return logBytes;
  }

  /** Adds a record to the commit and waits for it. */
  final void write(Commit commit, MetaRecord record) {
    commit.add(LogEntry.Meta.of(record));
    await(commit);
  }

  final void await(Commit commit) {
    commit.requireSync();
    commit.await(this);
  }

  /** Answers without waiting for anything. */
  final void answer(Commit commit, T value) {
    commit.completions().succeed(reply, value);
  }

  @Override
  final void durable(Commit commit, LogState state, Segment segment) {
    show(commit, segment);
    answer(commit, apply(commit, state));
  }

  /** The records are durable: shows readers what came with them. */
  void show(Commit commit, Segment segment) {}

  /** The records are durable: makes them true. */
  abstract T apply(Commit commit, LogState state);

  @Override
  final void fail(BackendException cause, Completions completions) {
    completions.fail(reply, cause);
  }

  @Override
  final void refuse(BackendException cause) {
    reply.fail(cause);
  }
}

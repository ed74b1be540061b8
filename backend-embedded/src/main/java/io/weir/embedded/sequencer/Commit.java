package io.weir.embedded.sequencer;

import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.state.Completions;
import io.weir.embedded.state.LogEntry;
import io.weir.embedded.state.LogState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one write puts into the log, and whom it answers. Used by the sequencer. */
public final class Commit {
  private final long number;
  private final long nowMillis;
  private final Completions completions;
  private final List<Task> tasks = new ArrayList<>();
  private final List<LogEntry> entries = new ArrayList<>();
  private final Set<String> topics = new HashSet<>();
  private int partitionNumbers;
  private long bytes;
  private long records;
  private boolean synced;

  public Commit(long number, long nowMillis, Completions completions) {
    this.number = number;
    this.nowMillis = nowMillis;
    this.completions = completions;
  }

  public long number() {
    return number;
  }

  public long nowMillis() {
    return nowMillis;
  }

  public Completions completions() {
    return completions;
  }

  /** Those that wait for this commit, in the order in which they came. */
  List<Task> tasks() {
    return tasks;
  }

  List<LogEntry> entries() {
    return entries;
  }

  /** What the entries take in the log. */
  public long bytes() {
    return bytes;
  }

  /** Offsets that its batches take. */
  long records() {
    return records;
  }

  /** Whether somebody waits for it to be on disk. */
  boolean isSynced() {
    return synced;
  }

  public void requireSync() {
    synced = true;
  }

  public void await(Task task) {
    tasks.add(task);
  }

  /** Whether a topic of this name changes with it. */
  public boolean changesTopic(String name) {
    return topics.contains(name);
  }

  public void changeTopic(String name) {
    topics.add(name);
  }

  /** Takes numbers for so many new partitions; the first of them. */
  public int takePartitionNumbers(LogState state, int count) {
    int first = state.nextPartitionNumber() + partitionNumbers;
    partitionNumbers += count;
    return first;
  }

  public void add(LogEntry entry) {
    entries.add(entry);
    bytes += EntryHeader.footprint(entry.payload().readableBytes());
    if (entry instanceof LogEntry.Batch batch) {
      records += batch.records();
    }
  }
}

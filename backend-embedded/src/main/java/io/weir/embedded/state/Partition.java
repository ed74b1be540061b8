package io.weir.embedded.state;

import io.weir.backend.Offsets;
import io.weir.embedded.index.ActiveRows;
import io.weir.embedded.index.KeyHashes;
import io.weir.embedded.index.PartitionIndex;
import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.segment.Segment;
import io.weir.record.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * One partition: a few fields, for there may be a million. What is volatile is read by anybody; all
 * but {@link #trimmed} is changed by the sequencer alone, and by recovery before there is one.
 */
public final class Partition {
  private final Topic topic;
  private final int index;

  /** What entries in the log call it: given once, never again to another one. */
  private final int number;

  private long nextOffset;
  private long reign;
  private boolean claimed;
  private boolean changed;
  private long syncedWithCommit;

  private volatile EpochHistory epochs = EpochHistory.FIRST;
  private volatile long logStart;
  private volatile long highWatermark;
  private volatile PartitionIndex rows = PartitionIndex.EMPTY;
  private volatile @Nullable PartitionTransactions transactions;
  private volatile @Nullable Waits waits;
  private volatile @Nullable CompactionState compaction;
  private volatile @Nullable Trimmed trimmed;

  /** How many bytes of a sealed segment's batches lie before a log start. */
  public record Trimmed(int segment, long logStart, long bytes) {}

  public Partition(Topic topic, int index, int number) {
    this.topic = topic;
    this.index = index;
    this.number = number;
  }

  /** It is not as the last checkpoint has it. */
  private void change() {
    if (!changed) {
      changed = true;
      topic.changes().add(this);
    }
  }

  /** The last checkpoint has it as it is. */
  void unchanged() {
    changed = false;
  }

  public Topic topic() {
    return topic;
  }

  /** The keys of a batch that is going to be written here; null if nobody asks for them. */
  public int @Nullable [] keyHashes(RecordBatch batch) {
    return topic.settings().keyIndex() ? KeyHashes.of(batch) : null;
  }

  public int number() {
    return number;
  }

  /**
   * What the next batch gets. Past the high watermark while a commit is under way, and after a
   * possible loss.
   */
  public long nextOffset() {
    return nextOffset;
  }

  public void nextOffset(long offset) {
    nextOffset = offset;
  }

  public long reign() {
    return reign;
  }

  public boolean isClaimed() {
    return claimed;
  }

  void beginReign(long number) {
    change();
    reign = number;
    claimed = true;
  }

  public void endReign() {
    claimed = false;
  }

  /** The number of the last commit in which a batch for this partition waits for the sync. */
  public long syncedWithCommit() {
    return syncedWithCommit;
  }

  public void syncedWithCommit(long commit) {
    syncedWithCommit = commit;
  }

  public EpochHistory epochs() {
    return epochs;
  }

  public void epochs(EpochHistory history) {
    epochs = history;
  }

  public long logStart() {
    return logStart;
  }

  public long highWatermark() {
    return highWatermark;
  }

  public PartitionIndex rows() {
    return rows;
  }

  public void rows(PartitionIndex index) {
    rows = index;
  }

  public CompactionState compaction() {
    CompactionState current = compaction;
    return current == null ? CompactionState.NONE : current;
  }

  public void compaction(CompactionState reached) {
    compaction = reached.equals(CompactionState.NONE) ? null : reached;
    change();
  }

  /** What somebody counted last, to be counted again once the log start lies elsewhere. */
  public @Nullable Trimmed trimmed() {
    return trimmed;
  }

  /** Anybody's, and any of those who count at once. */
  public void trimmed(Trimmed counted) {
    trimmed = counted;
  }

  public Offsets offsets() {
    long start = logStart; // read first: it never passes a high watermark read later
    long end = highWatermark;
    // Read last: what opens a transaction is known before it is shown.
    long stable = transactions().stable(end);
    if (stable < end) {
      // A committed reader at the end of what is left has nothing to come for, as at the end.
      stable = epochs.beforeSkipped(stable);
    }
    stable = Math.max(start, stable);
    return new Offsets(start, stable, end, epochs.current());
  }

  public PartitionTransactions transactions() {
    PartitionTransactions current = transactions;
    return current == null ? PartitionTransactions.NONE : current;
  }

  private void transactions(PartitionTransactions changed) {
    transactions = changed.isEmpty() ? null : changed;
  }

  /** A producer's transaction has written here; before that is shown. */
  public void beginTransaction(long producer, long first) {
    transactions(transactions().opened(producer, first));
  }

  /** It has ended, and its marker is shown. */
  public void endTransaction(long producer, @Nullable AbortedRange aborted) {
    transactions(transactions().ended(producer, aborted));
  }

  /** A sealed segment has markers of aborted transactions. */
  public void foundAborted(int segment) {
    transactions(transactions().in(segment));
  }

  /** Its rows in the active segment, and what was aborted there, have become those of an index. */
  public void sealed(int segment, ActiveRows active) {
    rows = rows.sealed(segment, active);
    transactions(transactions().sealed(segment));
  }

  /**
   * A collected segment has become responsible for a range of offsets, in the place of the pieces
   * that were. Readers meet these or that, and never neither.
   *
   * @param bytes of all that it has
   * @param aborted whether it has aborted transactions
   */
  public void collected(int segment, long from, long to, long bytes, boolean aborted) {
    if (to <= logStart) {
      return;
    }
    if (aborted) {
      foundAborted(segment);
    }
    PartitionIndex replaced = rows.collected(segment, from, to, bytes);
    rows = replaced;
    if (transactions != null) {
      transactions(transactions().among(replaced));
    }
  }

  /** Answers whoever waits for what can be read now. */
  public void wake(Completions completions) {
    Waits list = waits;
    if (list != null) {
      Offsets offsets = offsets();
      list.release(offsets.highWatermark(), offsets.lastStable(), completions::succeed);
    }
  }

  /**
   * Tells readers of a batch that lies in the active segment.
   *
   * @param keys hashes of those in it; null if they are not known
   */
  public void publish(
      Segment segment,
      long base,
      long next,
      long maxTimestamp,
      int position,
      int size,
      int @Nullable [] keys) {
    change();
    ActiveRows active = rows.active();
    if (active == null) {
      active = new ActiveRows(segment);
      active.add(base, next, maxTimestamp, position, size, keys);
      rows = rows.withActive(active);
    } else {
      active.add(base, next, maxTimestamp, position, size, keys);
    }
    highWatermark = next;
  }

  /** What lies before an offset has been read again, and its rows are elsewhere. */
  public void replayed(long next) {
    change();
    nextOffset = next;
    highWatermark = next;
  }

  /** As a checkpoint has it. */
  public void restore(long start, long end, long next, long lastReign, EpochHistory history) {
    change();
    logStart = start;
    highWatermark = end;
    nextOffset = next;
    reign = lastReign;
    epochs = history;
  }

  /**
   * Moves the log start forward, never back. Past the high watermark it only is where damage took
   * what was there: then nothing is left before it.
   */
  public void moveLogStart(long offset) {
    change();
    if (offset > highWatermark) {
      highWatermark = offset;
      nextOffset = Math.max(nextOffset, offset);
    }
    if (offset > logStart) {
      logStart = offset;
      PartitionIndex left = rows.trimmed(offset);
      rows = left;
      if (transactions != null) {
        transactions(transactions().among(left));
      }
    }
  }

  /**
   * Records that readers were shown may be gone: what follows gets offsets that nobody can have
   * seen, under a new epoch.
   */
  void skip(long offsets) {
    change();
    nextOffset += offsets;
    epochs = epochs.next(highWatermark, nextOffset);
  }

  public @Nullable Waits waits() {
    return waits;
  }

  public Waits openWaits() {
    Waits current = waits;
    if (current != null) {
      return current;
    }
    synchronized (this) {
      Waits again = waits;
      if (again == null) {
        again = new Waits();
        waits = again;
      }
      return again;
    }
  }

  @Override
  public String toString() {
    return topic.id() + "-" + index;
  }
}

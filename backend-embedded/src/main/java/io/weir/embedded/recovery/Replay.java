package io.weir.embedded.recovery;

import io.netty.buffer.ByteBuf;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.segment.MetaRecord;
import io.weir.embedded.segment.MetaRecord.Started;
import io.weir.embedded.segment.MetaRecord.TransactionEnded;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.SegmentScanner;
import io.weir.embedded.segment.Transaction;
import io.weir.embedded.segment.Transaction.Open;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.ProducerState;
import io.weir.embedded.state.ProducerTable;
import io.weir.embedded.storage.Layout;
import io.weir.embedded.task.Ending;
import io.weir.record.BatchFormat;
import io.weir.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes true again what a segment says, entry by entry. */
public final class Replay implements SegmentScanner.Visitor {
  private final Logger log;
  private final LogState state;
  private final Segment segment;
  private final boolean withRows;
  private final ByteBuffer bytes;
  private final Map<Integer, Long> lastCommits = new HashMap<>();
  private final Set<Integer> unknown = new HashSet<>();
  private long batches;
  private int damagedAt = Layout.FIRST_COMMIT;
  private boolean unknownLoss;
  private boolean lossCounted;

  /**
   * @param withRows whether this is the active segment, whose rows are in memory; others have an
   *     index
   */
  public Replay(LogState state, Segment segment, boolean withRows) {
    this(state, segment, withRows, LoggerFactory.getLogger(Replay.class));
  }

  /**
   * @param log is told of damage
   */
  public Replay(LogState state, Segment segment, boolean withRows, Logger log) {
    this.log = log;
    this.state = state;
    this.segment = segment;
    this.withRows = withRows;
    this.bytes = segment.bytes();
  }

  long batches() {
    return batches;
  }

  /**
   * Whether something is damaged of which it cannot be told what it was, and no start since has
   * counted it.
   */
  boolean hasUnknownLoss() {
    return unknownLoss;
  }

  /** Whether a start has counted all such damage that lies before this segment. */
  boolean isLossCounted() {
    return lossCounted;
  }

  /**
   * Whether there are records of a partition that nobody knows. A deleted one is known up to the
   * record that deletes it, so that only damage is a reason.
   */
  boolean holdsUnknown() {
    return !unknown.isEmpty();
  }

  /** The partitions with batches in commits after one. */
  int[] partitionsAfter(long commit) {
    return lastCommits.entrySet().stream()
        .filter(entry -> entry.getValue() > commit)
        .mapToInt(Map.Entry::getKey)
        .toArray();
  }

  @Override
  public void entry(@Nullable CommitHeader commit, EntryHeader entry, int payload, boolean whole) {
    if (entry.kind() == EntryKind.BATCH) {
      batch(commit, entry, payload, whole);
    } else if (!whole) {
      damage(payload, payload + entry.length());
    } else if (!entry.kind().isCheckpoint()) {
      ByteBuf in = segment.buffer().slice(payload, entry.length());
      apply(MetaRecord.read(entry.kind(), in));
    }
  }

  /**
   * A start that counted a loss counted for everything before it: the offsets skipped then are past
   * all that had been given out, also where more of that is damaged since.
   */
  private void apply(MetaRecord record) {
    state.apply(record);
    if (record instanceof TransactionEnded ended) {
      end(ended);
    }
    if (record instanceof Started started && started.loss() == Started.Loss.UNKNOWN) {
      unknownLoss = false;
      lossCounted = true;
    }
  }

  private void end(TransactionEnded ended) {
    for (TransactionEnded.Part part : ended.parts()) {
      Partition partition = state.partitions().get(part.partition());
      if (partition != null) {
        // Of another segment its index tells what was aborted.
        partition.endTransaction(ended.producer(), withRows ? ended.aborted(part) : null);
      }
    }
  }

  @Override
  public void damage(int from, int to) {
    unknownLoss = true;
    damagedAt = from;
    log.error(
        "{} is damaged from position {} to {}: what was there cannot be told; records before and"
            + " after it are served",
        segment.name(),
        from,
        to);
  }

  private void batch(@Nullable CommitHeader commit, EntryHeader entry, int payload, boolean whole) {
    Partition partition = state.partitions().get(entry.partition());
    if (partition == null) {
      state.sawPartitionNumber(entry.partition());
      if (unknown.add(entry.partition())) {
        log.error(
            "{} has records from position {} on for a partition that is not known, for what told"
                + " of it is damaged; they cannot be served, and the file will not be deleted",
            segment.name(),
            payload);
      }
      return;
    }
    if (entry.baseOffset() < partition.nextOffset()) {
      log.error(
          "{} has offset {} of {} at position {} for the second time; it is passed over",
          segment.name(),
          entry.baseOffset(),
          partition,
          payload);
      return;
    }
    if (entry.baseOffset() > partition.nextOffset()) {
      lost(partition, partition.nextOffset(), entry.baseOffset(), damagedAt);
    }
    long next = entry.baseOffset() + entry.records();
    if (whole) {
      long timestamp = bytes.getLong(payload + BatchFormat.MAX_TIMESTAMP);
      RecordBatch batch = RecordBatch.only(segment.buffer().slice(payload, entry.length()));
      int[] keys = withRows ? partition.keyHashes(batch) : null;
      add(partition, entry.baseOffset(), next, timestamp, payload, entry.length(), keys);
      remember(partition, entry, payload, commit == null ? 0 : commit.millis());
      join(partition, entry, batch);
      batches++;
    } else {
      lost(partition, entry.baseOffset(), next, payload);
    }
    if (commit != null) {
      lastCommits.put(partition.number(), commit.number());
    }
  }

  private void lost(Partition partition, long from, long to, int position) {
    log.error(
        "{} is damaged at position {}: offsets {} to {} of {} cannot be read",
        segment.name(),
        position,
        from,
        to - 1,
        partition);
    add(partition, from, to, -1, position, 0, null);
  }

  private void add(
      Partition partition,
      long base,
      long next,
      long timestamp,
      int position,
      int size,
      int @Nullable [] keys) {
    partition.replayed(next);
    if (withRows) {
      partition.publish(segment, base, next, timestamp, position, size, keys);
    }
  }

  private void join(Partition partition, EntryHeader entry, RecordBatch batch) {
    Transaction transaction =
        batch.isTransactional() ? state.transactions().of(batch.producerId()) : null;
    Open open = transaction == null ? null : transaction.open();
    if (open == null) {
      return;
    }
    if (!batch.isControl()) {
      if (open.wrote(partition.number(), entry.baseOffset())) {
        partition.beginTransaction(batch.producerId(), entry.baseOffset());
      }
    } else if (Ending.commits(batch)) {
      // The entry behind the markers says so for all of them. If that one is damaged, what was
      // committed stays so where a marker is whole: nobody aborts it any more.
      open.wroteNothing(partition.number());
      partition.endTransaction(batch.producerId(), null);
    }
  }

  private void remember(Partition partition, EntryHeader entry, int payload, long millis) {
    long producer = bytes.getLong(payload + BatchFormat.PRODUCER_ID);
    int first = bytes.getInt(payload + BatchFormat.BASE_SEQUENCE);
    if (producer < 0 || first < 0) {
      return;
    }
    short epoch = bytes.getShort(payload + BatchFormat.PRODUCER_EPOCH);
    int last = ProducerState.lastSequence(first, entry.records());
    ProducerTable.Key key = new ProducerTable.Key(partition.number(), producer);
    ProducerState before = state.producers().get(key);
    state
        .producers()
        .put(
            key,
            before == null
                ? ProducerState.first(epoch, first, last, entry.baseOffset(), millis)
                : before.with(epoch, first, last, entry.baseOffset(), millis));
  }
}

package io.weir.embedded.retention;

import io.vertx.core.Future;
import io.weir.backend.Cleanup;
import io.weir.backend.Retention;
import io.weir.embedded.checkpoint.Checkpoints;
import io.weir.embedded.index.PartitionIndex;
import io.weir.embedded.index.Rows;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.index.SegmentIndex;
import io.weir.embedded.read.LogReader;
import io.weir.embedded.read.StoredBytes;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.sequencer.LogWriter;
import io.weir.embedded.sequencer.Sequencer;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.Topic;
import io.weir.embedded.storage.Layout;
import io.weir.embedded.storage.Storage;
import io.weir.embedded.task.HousekeepingTask;
import io.weir.embedded.task.TrimTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what is no longer kept: moves log starts past batches that are too old, too many or
 * settled, then drops the segments in which nothing live is left. Reads indexes, so it runs where
 * it may wait for the disk; changes go through the sequencer. Used by one thread.
 */
public final class RetentionSweep {
  private static final Logger log = LoggerFactory.getLogger(RetentionSweep.class);

  /** Log starts moved at once; the next wait until these are durable. */
  private static final int MOST_AT_ONCE = 1000;

  private final LogState state;
  private final Sequencer sequencer;
  private final LogWriter writer;
  private final Storage storage;
  private final Settlements settlements;

  public RetentionSweep(
      LogState state,
      Sequencer sequencer,
      LogWriter writer,
      Storage storage,
      Settlements settlements) {
    this.state = state;
    this.sequencer = sequencer;
    this.writer = writer;
    this.storage = storage;
    this.settlements = settlements;
  }

  /** One sweep over everything. */
  public void run(long nowMillis) {
    List<TrimTask> trims = new ArrayList<>();
    for (Partition partition : settlements.partitions()) {
      settlements.carriedOut(partition);
      add(trims, partition, settlements.due(partition));
    }
    for (Topic topic : state.topics()) {
      Retention retention = topic.settings().retention();
      boolean deletes = topic.settings().cleanup() != Cleanup.COMPACT;
      if (deletes && !retention.equals(Retention.FOREVER)) {
        for (Partition partition : topic.partitions()) {
          add(trims, partition, due(partition, retention, nowMillis));
        }
      }
    }
    carryOut(trims);
    dropDead(nowMillis);
  }

  /** Drops what nobody needs any more, and forgets who has not been heard of for long. */
  public void dropDead(long nowMillis) {
    List<SealedSegment> dead = droppable();
    HousekeepingTask task =
        new HousekeepingTask(
            unused -> {
              state.producers().expire(nowMillis, state.partitions());
              state.transactions().expire(nowMillis);
              dead.forEach(this::drop);
            });
    sequencer.submit(task);
    await(task.reply().future());
  }

  private void add(List<TrimTask> trims, Partition partition, long due) {
    if (due > partition.logStart()) {
      trims.add(new TrimTask(partition, due));
    }
    if (trims.size() == MOST_AT_ONCE) {
      carryOut(trims);
    }
  }

  private void carryOut(List<TrimTask> trims) {
    if (!trims.isEmpty()) {
      trims.forEach(sequencer::submit);
      await(Future.join(trims.stream().map(trim -> trim.reply().future()).toList()));
      trims.clear();
    }
  }

  /** What fails is found again by the next sweep. */
  private static void await(Future<?> future) {
    future.otherwiseEmpty().toCompletionStage().toCompletableFuture().join();
  }

  /** The offset before which a partition's records need not be kept. */
  private long due(Partition partition, Retention retention, long nowMillis) {
    PartitionIndex index = partition.rows();
    long start = partition.logStart();
    boolean limited = retention.bytes() != Retention.UNLIMITED;
    Excess excess =
        new Excess(
            limited ? StoredBytes.of(partition, index, start, state) - retention.bytes() : -1,
            retention.millis() == Retention.UNLIMITED
                ? Long.MIN_VALUE
                : nowMillis - retention.millis());
    long due = start;
    for (int piece = StoredBytes.first(partition, index, start); piece < index.pieces(); piece++) {
      Rows rows = LogReader.hold(index, piece, partition, state);
      if (rows == null) { // collected already, or all are being closed
        excess.lacks(piece < index.sealedPieces() ? index.bytes(piece) : 0);
        continue;
      }
      try {
        for (int row = 0; row < rows.count(); row++) {
          if (rows.endOffset(row) > start) {
            if (!excess.takes(rows, row, index, piece)) {
              return due;
            }
            due = Math.min(rows.endOffset(row), partition.highWatermark());
          }
        }
      } finally {
        rows.segment().release();
      }
    }
    return due;
  }

  /** What of a partition is too much: so many bytes, and what is older than a time. */
  private final class Excess {
    private final long before;
    private long bytes;

    Excess(long bytes, long before) {
      this.bytes = bytes;
      this.before = before;
    }

    boolean takes(Rows rows, int row, PartitionIndex index, int piece) {
      long timestamp = rows.maxTimestamp(row);
      if (timestamp < 0) {
        timestamp = writtenBefore(index, piece);
      }
      int size = rows.size(row);
      boolean taken = timestamp < before || bytes >= size;
      bytes -= size;
      return taken;
    }

    /** So much that was counted is not there. */
    void lacks(long absent) {
      bytes -= absent;
    }

    /** Records without a timestamp are as old as the end of their segment. */
    private long writtenBefore(PartitionIndex index, int piece) {
      SealedSegment sealed =
          piece < index.sealedPieces() ? state.sealed().get(index.segment(piece)) : null;
      SegmentIndex kept = sealed == null ? null : sealed.index();
      return kept == null ? Long.MAX_VALUE : kept.lastMillis();
    }
  }

  /**
   * Sealed segments of which neither a partition needs anything nor the next start. Where the start
   * alone needs more than it costs to keep the whole state beside the log, that is done.
   */
  private List<SealedSegment> droppable() {
    Checkpoints checkpoints = writer.checkpoints();
    List<SealedSegment> dead = state.sealed().values().stream().filter(this::isDead).toList();
    int needed = checkpoints.neededFrom();
    Integer last = state.sealed().lowerKey(Layout.FIRST_COLLECTED);
    int newest = last == null ? 0 : last;
    long held =
        dead.stream()
            .map(SealedSegment::segment)
            .filter(segment -> segment.number() >= needed && segment.number() < newest)
            .mapToLong(Segment::limit)
            .sum();
    if (held > 0 && held >= checkpoints.wholeBytes()) {
      checkpoints.makeBase().join();
    }
    int left = checkpoints.neededFrom();
    try {
      checkpoints.deleteBases();
    } catch (IOException e) {
      log.warn("an old state of the log cannot be deleted: {}", e.toString());
    }
    return dead.stream()
        .filter(each -> each.segment().isCollected() || each.segment().number() < left)
        .toList();
  }

  private boolean isDead(SealedSegment sealed) {
    SegmentIndex index = sealed.index();
    if (index == null) {
      return false; // it was written a moment ago
    }
    for (int slot = 0; slot < index.partitions(); slot++) {
      Partition partition = state.partitions().get(index.partition(slot));
      if (partition != null
          && partition.logStart() < index.nextOffset(slot)
          && partition.rows().holds(sealed.segment().number(), index.firstOffset(slot))) {
        return false;
      }
    }
    return true;
  }

  private void drop(SealedSegment sealed) {
    Segment segment = sealed.segment();
    if (state.sealed().remove(segment.number()) == null) {
      return;
    }
    state.collected().remove(segment.number());
    writer.forgot(segment);
    writer.space().freed(segment.limit());
    deleteIndex(storage, segment.number());
    if (state.kept().contains(segment.number())) {
      setAside(segment);
    } else {
      segment.drop();
    }
  }

  public static void deleteIndex(Storage storage, int number) {
    try {
      storage.deleteIndex(number);
    } catch (IOException e) {
      log.warn("the index of {} cannot be deleted: {}", storage.name(number), e.toString());
    }
  }

  private void setAside(Segment segment) {
    try {
      log.warn(
          "{} has only records of topics that are not known any more because of damage; it is {}"
              + " now, and may be deleted by hand",
          segment.name(),
          storage.setAside(segment.number()));
      state.kept().remove(segment.number());
    } catch (IOException e) {
      log.warn("{} cannot be set aside and stays: {}", segment.name(), e.toString());
    }
    segment.release();
  }
}

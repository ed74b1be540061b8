package io.weir.embedded.compaction;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.weir.backend.BackendException.Unavailable;
import io.weir.embedded.collection.Extraction;
import io.weir.embedded.collection.Pace;
import io.weir.embedded.index.Rows;
import io.weir.embedded.read.BatchReader;
import io.weir.embedded.segment.Coverage;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.MetaRecord;
import io.weir.embedded.segment.MetaRecord.Compacted;
import io.weir.embedded.state.Partition;
import io.weir.record.RecordBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a partition, in steps of a collected segment each, to be carried out in their
 * order. Used by one thread.
 */
final class CompactionPass {
  /** For the keys that one pass looks at; what has no room is left for the next one. */
  static final int KEY_BYTES = 16 << 20;

  /** What rewriting may add: other times to count from, another level of compression. */
  private static final int MOST_GROWTH = 2;

  private static final int MORE_BYTES = 512;

  /** What a segment can have. */
  private static final int MOST_STEP_BYTES = 2000 << 20;

  private final CompactionPlan plan;
  private final Partition partition;
  private final Pace pace;
  private final long nowMillis;
  private final int keyBytes;
  private final long start;
  private @Nullable PartitionCleaner cleaner;
  private boolean failed;

  /**
   * @param plan stays its maker's to close
   */
  CompactionPass(CompactionPlan plan, Pace pace, long nowMillis, int keyBytes) {
    this.plan = plan;
    this.partition = plan.partition();
    this.pace = pace;
    this.nowMillis = nowMillis;
    this.keyBytes = keyBytes;
    this.start = partition.logStart();
  }

  CompactionPlan plan() {
    return plan;
  }

  /** Whether a step failed for what it met in this partition. */
  boolean hasFailed() {
    return failed;
  }

  /** Its steps, each with about so many bytes of what there is at most. */
  List<Step> steps(long mostBytes) {
    List<Step> steps = new ArrayList<>();
    List<Rows> pieces = new ArrayList<>();
    long bytes = 0;
    for (Rows piece : plan.pieces()) {
      if (!pieces.isEmpty() && bytes + piece.bytes() > mostBytes) {
        steps.add(new Step(List.copyOf(pieces)));
        pieces.clear();
        bytes = 0;
      }
      pieces.add(piece);
      bytes += piece.bytes();
    }
    steps.add(new Step(List.copyOf(pieces)));
    return steps;
  }

  /** Of some pieces what is left. */
  final class Step implements Extraction {
    private final List<Rows> pieces;

    private Step(List<Rows> pieces) {
      this.pieces = pieces;
    }

    CompactionPass pass() {
      return CompactionPass.this;
    }

    boolean isLast() {
      return pieces.getLast() == plan.pieces().getLast();
    }

    Set<Integer> sources() {
      Set<Integer> numbers = new TreeSet<>();
      pieces.forEach(piece -> numbers.add(piece.segment().number()));
      return numbers;
    }

    /** What was aborted goes with what said so: both lie here, or the beginning of it is gone. */
    @Override
    public Coverage coverage() {
      long from = pieces.getFirst().firstOffset();
      return new Coverage(partition.number(), from, pieces.getLast().nextOffset(), List.of());
    }

    @Override
    public boolean compacts() {
      return true;
    }

    @Override
    public long mostBytes() {
      long bytes = MORE_BYTES;
      for (Rows piece : pieces) {
        bytes += MOST_GROWTH * (piece.bytes() + (long) piece.count() * EntryHeader.footprint(8));
      }
      return Math.min(bytes, MOST_STEP_BYTES);
    }

    @Override
    public void writeTo(Sink sink) throws IOException {
      try {
        PartitionCleaner learned = learned();
        long room = mostBytes();
        for (Rows piece : pieces) {
          room = clean(piece, learned, sink, room);
        }
      } catch (CancellationException e) {
        throw e;
      } catch (RuntimeException e) {
        failed = true;
        throw e;
      }
    }

    private long clean(Rows piece, PartitionCleaner learned, Sink sink, long mostRoom)
        throws IOException {
      long room = mostRoom;
      BatchReader reader = new BatchReader(piece);
      for (int row = 0; row < piece.count(); row++) {
        if (piece.endOffset(row) > start) {
          pace.await(piece.size(row));
          boolean last = row == piece.count() - 1 && piece == plan.pieces().getLast();
          ByteBuf left = learned.clean(RecordBatch.only(reader.batch(row)), last);
          if (left != null) {
            room -= EntryHeader.footprint(left.readableBytes());
            if (room < 0) {
              left.release();
              throw new Unavailable("compaction makes " + partition + " larger than it was");
            }
            sink.batch(left);
          }
        }
      }
      return room;
    }

    @Override
    public @Nullable MetaRecord outcome() {
      PartitionCleaner learned = cleaner;
      return learned == null || !isLast()
          ? null
          : new Compacted(partition.number(), learned.seenEnd(), learned.horizon());
    }
  }

  /** It has seen what was written since the last pass. */
  private PartitionCleaner learned() {
    PartitionCleaner known = cleaner;
    if (known == null) {
      long cleanEnd = plan.before().cleanEnd();
      known =
          new PartitionCleaner(
              new KeyMap(keyBytes),
              partition.topic().settings().compaction(),
              plan.aborted(),
              cleanEnd,
              nowMillis,
              PooledByteBufAllocator.DEFAULT);
      for (Rows piece : plan.pieces()) {
        learn(piece, cleanEnd, known);
      }
      cleaner = known;
    }
    return known;
  }

  private void learn(Rows piece, long cleanEnd, PartitionCleaner cleaner) {
    BatchReader reader = new BatchReader(piece);
    boolean more = true;
    for (int row = CompactionPlan.firstDirty(piece, cleanEnd); more && row < piece.count(); row++) {
      if (piece.endOffset(row) > start) {
        pace.await(piece.size(row));
        more = cleaner.learn(RecordBatch.only(reader.batch(row)));
      }
    }
  }
}

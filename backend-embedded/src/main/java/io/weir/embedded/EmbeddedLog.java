package io.weir.embedded;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.AppendWait;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.InvalidBatch;
import io.weir.backend.BackendException.Throttled;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Claim;
import io.weir.backend.EpochEnd;
import io.weir.backend.Isolation;
import io.weir.backend.KeyRead;
import io.weir.backend.KeyReadResult;
import io.weir.backend.Offsets;
import io.weir.backend.PartitionAppend;
import io.weir.backend.PartitionLog;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TimestampedOffset;
import io.weir.backend.TopicPartition;
import io.weir.embedded.read.LogReader;
import io.weir.embedded.retention.Settlements;
import io.weir.embedded.sequencer.Sequencer;
import io.weir.embedded.state.Completions;
import io.weir.embedded.state.LogEntry;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.Reply;
import io.weir.embedded.state.Topic;
import io.weir.embedded.state.Wait;
import io.weir.embedded.state.Waits;
import io.weir.embedded.task.TrimTask;
import io.weir.record.InvalidBatchException;
import io.weir.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The partitions, as callers see them: checks what can be checked on the caller's own thread
 * (batches are checked there, so that checksums cost as many cores as there are callers), and hands
 * over to the sequencer or the reader.
 */
final class EmbeddedLog implements PartitionLog {
  /** Waits for records at once, over all partitions; past it they are {@code Throttled}. */
  static final int MOST_WAITS = 1_000_000;

  private final LogState state;
  private final Sequencer sequencer;
  private final LogReader reader;
  private final Settlements settlements;
  private final int maxBatchBytes;
  private final AtomicInteger waits = new AtomicInteger();
  private volatile boolean closed;

  EmbeddedLog(
      LogState state,
      Sequencer sequencer,
      LogReader reader,
      Settlements settlements,
      int maxBatchBytes) {
    this.state = state;
    this.sequencer = sequencer;
    this.reader = reader;
    this.settlements = settlements;
    this.maxBatchBytes = maxBatchBytes;
  }

  @Override
  public Future<AppendResult> append(TopicPartition partition, ByteBuf batch) {
    return append(List.of(new PartitionAppend(partition, batch)), null).map(List::getFirst);
  }

  @Override
  public Future<List<AppendResult>> appendAll(List<PartitionAppend> appends) {
    return append(appends, null);
  }

  Future<List<AppendResult>> append(List<PartitionAppend> appends, @Nullable EmbeddedClaim claim) {
    if (appends.isEmpty()) {
      throw new IllegalArgumentException("at least one batch is appended");
    }
    List<LogEntry.Batch> batches = new ArrayList<>(appends.size());
    long bytes = 0;
    try {
      for (PartitionAppend append : appends) {
        LogEntry.Batch batch = check(append);
        if (appends.size() > 1 && batch.isSequenced()) {
          throw new InvalidBatch(
              InvalidBatch.Reason.INVALID,
              "a batch of a producer with an id among several; such a batch is appended alone");
        }
        bytes += batch.size() + (batches.isEmpty() ? 0 : AppendTask.BATCH_OVERHEAD);
        batches.add(batch);
      }
      if (bytes > maxBatchBytes) {
        throw tooMuch(batches.size(), bytes);
      }
    } catch (BackendException e) {
      appends.forEach(append -> append.batch().release());
      return Future.failedFuture(e);
    }
    AppendTask task = new AppendTask(batches, claim);
    sequencer.submit(task);
    return task.reply().future();
  }

  /** Trying again would not help: with what they cost beside their bytes they never fit. */
  private InvalidBatch tooMuch(int batches, long bytes) {
    return new InvalidBatch(
        InvalidBatch.Reason.TOO_LARGE,
        "%d batches in one call count as %d bytes, %d of them for each but the first, and %d is the most; append them in several calls"
            .formatted(batches, bytes, AppendTask.BATCH_OVERHEAD, maxBatchBytes));
  }

  private LogEntry.Batch check(PartitionAppend append) {
    Partition partition = partition(append.partition());
    ByteBuf buffer = append.batch();
    int most = Math.min(maxBatchBytes, partition.topic().settings().maxBatchBytes());
    if (buffer.readableBytes() > most) {
      throw new InvalidBatch(
          InvalidBatch.Reason.TOO_LARGE,
          "a batch of %d bytes, and the topic takes %d".formatted(buffer.readableBytes(), most));
    }
    try {
      RecordBatch batch = RecordBatch.only(buffer);
      batch.validate();
      if (batch.isControl()) {
        throw new InvalidBatch(
            InvalidBatch.Reason.INVALID, "control batches are the log's own, and not taken");
      }
      return new LogEntry.Batch(partition, buffer, batch);
    } catch (InvalidBatchException e) {
      throw new InvalidBatch(reason(e.fault()), String.valueOf(e.getMessage()));
    }
  }

  private static InvalidBatch.Reason reason(InvalidBatchException.Fault fault) {
    return switch (fault) {
      case TRUNCATED, MAGIC, CHECKSUM -> InvalidBatch.Reason.CORRUPT;
      case ARITHMETIC, RECORDS -> InvalidBatch.Reason.INVALID;
      case TOO_LARGE -> InvalidBatch.Reason.TOO_LARGE;
    };
  }

  @Override
  public Future<Claim> claim(TopicPartition partition) {
    return with(
        partition,
        found -> {
          ReignTasks.Begin task = new ReignTasks.Begin(this, found, partition);
          sequencer.submit(task);
          return task.reply().future();
        });
  }

  Future<Void> release(EmbeddedClaim claim) {
    ReignTasks.End task = new ReignTasks.End(claim);
    sequencer.submit(task);
    return task.reply().future();
  }

  @Override
  public Future<ReadResult> read(Read read) {
    if (read.maxBytes() < 1) {
      throw new IllegalArgumentException("maxBytes is " + read.maxBytes() + ", and begins at 1");
    }
    return answered(read.partition(), (partition, reply) -> reader.read(read, partition, reply));
  }

  @Override
  public Future<KeyReadResult> readByKey(KeyRead read) {
    if (read.maxBytes() < 1) {
      throw new IllegalArgumentException("maxBytes is " + read.maxBytes() + ", and begins at 1");
    }
    ByteBuf key = Unpooled.copiedBuffer(read.key()); // the caller's is the caller's again
    return answered(
        read.partition(), (partition, reply) -> reader.readByKey(read, key, partition, reply));
  }

  @Override
  public AppendWait awaitAppend(TopicPartition partition, long offset, Isolation isolation) {
    Partition found;
    try {
      found = partition(partition);
      if (waits.incrementAndGet() > MOST_WAITS) {
        waits.decrementAndGet();
        throw new Throttled(MOST_WAITS + " readers wait already");
      }
    } catch (BackendException e) {
      return new NoWait(Future.failedFuture(e));
    }
    Waits list = found.openWaits();
    Wait wait = new Wait(list, offset, isolation == Isolation.COMMITTED, waits);
    if (isOver(wait, found)) {
      waits.decrementAndGet();
      return new NoWait(Future.succeededFuture());
    }
    BackendException ended = list.add(wait);
    if (ended != null) {
      waits.decrementAndGet();
      return new NoWait(Future.failedFuture(ended));
    }
    // What was appended while the wait was not yet listed has woken nobody; nor has a deletion, or
    // a close.
    if (isOver(wait, found) && wait.leave()) {
      return new NoWait(Future.succeededFuture());
    }
    if ((closed || found.topic().isDeleted()) && wait.leave()) {
      return new NoWait(Future.failedFuture(ended(found)));
    }
    return wait;
  }

  private static boolean isOver(Wait wait, Partition partition) {
    Offsets offsets = partition.offsets();
    return wait.isOver(offsets.highWatermark(), offsets.lastStable());
  }

  private BackendException ended(Partition partition) {
    return closed ? new Unavailable("the log is closed") : partition.topic().gone();
  }

  @Override
  public Future<Offsets> offsets(TopicPartition partition) {
    return with(partition, found -> Future.succeededFuture(found.offsets()));
  }

  @Override
  public Future<Optional<TimestampedOffset>> offsetForTimestamp(
      TopicPartition partition, long timestamp) {
    return answered(
        partition, (found, reply) -> reader.offsetForTimestamp(found, timestamp, reply));
  }

  @Override
  public Future<Optional<TimestampedOffset>> offsetOfMaxTimestamp(TopicPartition partition) {
    return answered(partition, reader::offsetOfMaxTimestamp);
  }

  @Override
  public Future<Optional<EpochEnd>> endOfEpoch(TopicPartition partition, int epoch) {
    return with(
        partition,
        found -> Future.succeededFuture(found.epochs().endOf(epoch, found.highWatermark())));
  }

  @Override
  public Future<Long> trim(TopicPartition partition, long beforeOffset) {
    return with(
        partition,
        found -> {
          TrimTask task = new TrimTask(found, beforeOffset);
          sequencer.submit(task);
          return task.reply().future();
        });
  }

  @Override
  public Future<Void> settle(TopicPartition partition, long from, long before) {
    if (from > before) {
      throw new IllegalArgumentException("settles from " + from + " to before " + before);
    }
    return with(
        partition,
        found -> {
          if (before > found.highWatermark()) {
            return Future.failedFuture(TrimTask.pastTheEnd(found, before));
          }
          settlements.add(found, from, before);
          return Future.succeededFuture();
        });
  }

  /** From now on every call fails, and so do those who wait. */
  void close(Completions completions) {
    closed = true;
    Unavailable cause = new Unavailable("the log is closed");
    for (Topic topic : state.topics()) {
      for (Partition partition : topic.partitions()) {
        Waits list = partition.waits();
        if (list != null) {
          list.end(cause, wait -> completions.fail(wait, cause));
        }
      }
    }
  }

  private Partition partition(TopicPartition id) {
    if (closed) {
      throw new Unavailable("the log is closed");
    }
    return state.partition(id);
  }

  private <T> Future<T> with(TopicPartition id, Function<Partition, Future<T>> action) {
    try {
      return action.apply(partition(id));
    } catch (BackendException e) {
      return Future.failedFuture(e);
    }
  }

  private <T> Future<T> answered(TopicPartition id, BiConsumer<Partition, Reply<T>> action) {
    return with(
        id,
        partition -> {
          Reply<T> reply = new Reply<>();
          action.accept(partition, reply);
          return reply.future();
        });
  }

  /** Nothing to wait for. */
  private record NoWait(Future<Void> future) implements AppendWait {
    @Override
    public void cancel() {}
  }
}

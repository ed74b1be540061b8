package io.weir.core.queue;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.weir.backend.AppendResult;
import io.weir.backend.AppendWait;
import io.weir.backend.BackendException;
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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The backend's log, and beside it the partitions that live in memory: whoever appends, reads and
 * settles need not know which is which.
 */
public final class QueueLog implements PartitionLog {
  private static final AppendResult NOWHERE = new AppendResult.Appended(0, 0);

  private final VertxInternal vertx;
  private final PartitionLog log;
  private final long mostInMemory;
  private final AtomicLong bytesInMemory = new AtomicLong();
  private final Map<UUID, List<MemoryPartition>> inMemory = new ConcurrentHashMap<>();

  /**
   * @param mostInMemory bytes that all partitions in memory may have together
   */
  public QueueLog(Vertx vertx, PartitionLog log, long mostInMemory) {
    this.vertx = (VertxInternal) vertx;
    this.log = log;
    this.mostInMemory = mostInMemory;
  }

  /** New partitions in memory, under an id of their own. */
  List<TopicPartition> create(int partitions) {
    UUID id = UUID.randomUUID();
    List<MemoryPartition> made = new ArrayList<>();
    List<TopicPartition> names = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      made.add(new MemoryPartition(bytesInMemory, mostInMemory));
      names.add(new TopicPartition(id, i));
    }
    inMemory.put(id, List.copyOf(made));
    return List.copyOf(names);
  }

  /** They are gone, with what is in them. */
  void delete(List<TopicPartition> partitions) {
    List<MemoryPartition> gone = inMemory.remove(partitions.getFirst().topic());
    if (gone != null) {
      gone.forEach(MemoryPartition::end);
    }
  }

  boolean isInMemory(TopicPartition partition) {
    return inMemory.containsKey(partition.topic());
  }

  /** Whether one more message may go to a partition: past a bound none does, in memory. */
  boolean hasRoom(TopicPartition partition) {
    MemoryPartition found = find(partition);
    return found == null || found.hasRoom();
  }

  private @Nullable MemoryPartition find(TopicPartition partition) {
    List<MemoryPartition> found = inMemory.get(partition.topic());
    return found == null ? null : found.get(partition.partition());
  }

  @Override
  public Future<AppendResult> append(TopicPartition partition, ByteBuf batch) {
    MemoryPartition memory = find(partition);
    if (memory == null) {
      return log.append(partition, batch);
    }
    try {
      return of(memory, it -> it.append(batch));
    } finally {
      batch.release();
    }
  }

  private static <T> Future<T> of(MemoryPartition memory, Function<MemoryPartition, T> call) {
    try {
      return Future.succeededFuture(call.apply(memory));
    } catch (BackendException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * What is for memory is there when this returns, so that it is in the order of the calls; what is
   * for a partition that is gone meanwhile is left out, and no fault of the others.
   */
  @Override
  public Future<List<AppendResult>> appendAll(List<PartitionAppend> appends) {
    List<@Nullable AppendResult> results = new ArrayList<>();
    List<PartitionAppend> toLog = new ArrayList<>();
    for (PartitionAppend each : appends) {
      MemoryPartition memory = find(each.partition());
      results.add(memory == null ? null : store(memory, each));
      if (memory == null) {
        toLog.add(each);
      }
    }
    Future<List<AppendResult>> logged =
        toLog.isEmpty() ? Future.succeededFuture(List.of()) : logAll(toLog);
    return logged.map(ofLog -> inOrder(results, ofLog.iterator()));
  }

  private static AppendResult store(MemoryPartition memory, PartitionAppend append) {
    try {
      return memory.append(append.batch());
    } catch (BackendException.UnknownTopic e) {
      return NOWHERE;
    } finally {
      append.batch().release();
    }
  }

  private static List<AppendResult> inOrder(
      List<@Nullable AppendResult> results, Iterator<AppendResult> ofLog) {
    List<AppendResult> all = new ArrayList<>();
    for (AppendResult result : results) {
      all.add(result == null ? ofLog.next() : result);
    }
    return all;
  }

  private Future<List<AppendResult>> logAll(List<PartitionAppend> appends) {
    if (appends.size() == 1) {
      return logEach(appends);
    }
    List<PartitionAppend> again = appends.stream().map(QueueLog::copy).toList();
    return log.appendAll(appends)
        .transform(
            result -> {
              if (result.cause() instanceof BackendException.UnknownTopic) {
                return logEach(again);
              }
              again.forEach(each -> each.batch().release());
              return result.succeeded()
                  ? Future.succeededFuture(result.result())
                  : Future.failedFuture(result.cause());
            });
  }

  private static PartitionAppend copy(PartitionAppend append) {
    return new PartitionAppend(append.partition(), append.batch().copy());
  }

  private Future<List<AppendResult>> logEach(List<PartitionAppend> appends) {
    List<Future<AppendResult>> all = new ArrayList<>();
    for (PartitionAppend each : appends) {
      all.add(
          log.append(each.partition(), each.batch())
              .recover(
                  cause ->
                      cause instanceof BackendException.UnknownTopic
                          ? Future.succeededFuture(NOWHERE)
                          : Future.failedFuture(cause)));
    }
    return Future.join(all).map(done -> done.<AppendResult>list());
  }

  @Override
  public Future<Claim> claim(TopicPartition partition) {
    return log.claim(partition);
  }

  @Override
  public Future<ReadResult> read(Read read) {
    MemoryPartition memory = find(read.partition());
    return memory == null ? log.read(read) : of(memory, it -> it.read(read));
  }

  @Override
  public Future<KeyReadResult> readByKey(KeyRead read) {
    return log.readByKey(read);
  }

  @Override
  public AppendWait awaitAppend(TopicPartition partition, long offset, Isolation isolation) {
    MemoryPartition memory = find(partition);
    return memory == null
        ? log.awaitAppend(partition, offset, isolation)
        : memory.await(offset, vertx.getOrCreateContext().promise());
  }

  @Override
  public Future<Offsets> offsets(TopicPartition partition) {
    MemoryPartition memory = find(partition);
    return memory == null ? log.offsets(partition) : of(memory, MemoryPartition::offsets);
  }

  @Override
  public Future<Optional<TimestampedOffset>> offsetForTimestamp(
      TopicPartition partition, long timestamp) {
    return log.offsetForTimestamp(partition, timestamp);
  }

  @Override
  public Future<Optional<TimestampedOffset>> offsetOfMaxTimestamp(TopicPartition partition) {
    return log.offsetOfMaxTimestamp(partition);
  }

  @Override
  public Future<Optional<EpochEnd>> endOfEpoch(TopicPartition partition, int epoch) {
    return log.endOfEpoch(partition, epoch);
  }

  @Override
  public Future<Long> trim(TopicPartition partition, long beforeOffset) {
    MemoryPartition memory = find(partition);
    return memory == null
        ? log.trim(partition, beforeOffset)
        : of(memory, it -> it.trim(beforeOffset));
  }

  @Override
  public Future<Void> settle(TopicPartition partition, long from, long before) {
    MemoryPartition memory = find(partition);
    if (memory == null) {
      return log.settle(partition, from, before);
    }
    return of(
            memory,
            it -> {
              it.settle(from, before);
              return true;
            })
        .mapEmpty();
  }
}

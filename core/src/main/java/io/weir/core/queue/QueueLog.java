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
 * settles need not know which is which. What goes to both in one call goes to the log first, and to
 * memory once it is there.
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

  @Override
  public Future<List<AppendResult>> appendAll(List<PartitionAppend> appends) {
    List<PartitionAppend> toLog = new ArrayList<>();
    List<PartitionAppend> toMemory = new ArrayList<>();
    boolean[] isLogged = new boolean[appends.size()];
    for (int i = 0; i < isLogged.length; i++) {
      isLogged[i] = !isInMemory(appends.get(i).partition());
      (isLogged[i] ? toLog : toMemory).add(appends.get(i));
    }
    if (toMemory.isEmpty()) {
      return log.appendAll(appends);
    }
    Future<List<AppendResult>> first =
        toLog.isEmpty() ? Future.succeededFuture(List.of()) : log.appendAll(toLog);
    return first
        .map(logged -> inOrder(isLogged, logged, toMemory.stream().map(this::store).toList()))
        .onComplete(done -> toMemory.forEach(each -> each.batch().release()));
  }

  /** In a partition that is gone meanwhile it is nowhere, which is no fault of the others. */
  private AppendResult store(PartitionAppend append) {
    MemoryPartition memory = find(append.partition());
    try {
      return memory == null ? NOWHERE : memory.append(append.batch());
    } catch (BackendException.UnknownTopic e) {
      return NOWHERE;
    }
  }

  private static List<AppendResult> inOrder(
      boolean[] isLogged, List<AppendResult> logged, List<AppendResult> stored) {
    Iterator<AppendResult> ofLog = logged.iterator();
    Iterator<AppendResult> ofMemory = stored.iterator();
    List<AppendResult> all = new ArrayList<>();
    for (boolean is : isLogged) {
      all.add(is ? ofLog.next() : ofMemory.next());
    }
    return all;
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

package io.weir.kafka.group;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Future;
import io.weir.core.failure.Failure;
import io.weir.core.state.StateLog;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader;
import org.apache.kafka.coordinator.common.runtime.CoordinatorPlayback;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.Deserializer;
import org.apache.kafka.coordinator.common.runtime.PartitionWriter;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the coordinator writes, and reads from when it takes over: the state logs of the group
 * partitions. Called on the coordinator's threads.
 *
 * <p>The coordinator wants an offset back at once and hears later that it is durable. A state log
 * has one writer, so it knows the offset beforehand; that an append failed is told to {@link Lost},
 * which lets the coordinator forget the partition and load it again.
 */
final class GroupLog implements PartitionWriter, CoordinatorLoader<CoordinatorRecord> {
  private static final Logger LOG = LoggerFactory.getLogger(GroupLog.class);

  /** The most that a batch of the coordinator's takes when decompressed; it compresses none. */
  static final int MAX_BATCH_BYTES = 64 << 20;

  private static final LogConfig CONFIG = new LogConfig(Map.of());

  /** After so many records a partition is taken again, in a fraction of a second. */
  private static final long RETAKE_RECORDS = 1_000_000;

  private final Owner owner;
  private final long retakeRecords;
  private final GroupCoordinatorRecordSerde serde = new GroupCoordinatorRecordSerde();
  private final Map<Integer, Taken> logs = new ConcurrentHashMap<>();
  private final Map<TopicPartition, List<Listener>> listeners = new ConcurrentHashMap<>();

  /** Hears that a partition cannot be written or read any more, or had better not be. */
  @FunctionalInterface
  interface Owner {
    void giveUp(int partition, StateLog log, String reason);
  }

  GroupLog(Owner owner) {
    this(owner, RETAKE_RECORDS);
  }

  GroupLog(Owner owner, long retakeRecords) {
    this.owner = owner;
    this.retakeRecords = retakeRecords;
  }

  /** Uses a state log for a partition from now on. */
  void put(int partition, StateLog log) {
    logs.put(partition, new Taken(log, log.nextOffset()));
  }

  /** A log, and where it ended when it was taken. */
  private record Taken(StateLog log, long from) {}

  /** Whether a state log is still the one used for a partition; if so it is no longer. */
  boolean drop(int partition, StateLog log) {
    Taken taken = logs.get(partition);
    return taken != null && taken.log == log && logs.remove(partition, taken);
  }

  Future<Void> closeAll() {
    return Future.join(logs.values().stream().map(taken -> taken.log.close()).toList()).mapEmpty();
  }

  @Override
  public long append(
      TopicPartition partition,
      VerificationGuard guard,
      MemoryRecords records,
      short transactionVersion) {
    Taken taken = taken(partition);
    StateLog log = taken.log;
    ByteBuffer bytes = records.buffer();
    // The coordinator uses its buffer again.
    ByteBuf batch = ByteBufAllocator.DEFAULT.buffer(bytes.remaining()).writeBytes(bytes);
    StateLog.Append append = log.append(batch);
    if (append.durable().failed()) {
      throw refusal(append.durable().cause());
    }
    append
        .durable()
        .onSuccess(done -> written(partition, append.nextOffset()))
        .onFailure(
            cause -> owner.giveUp(partition.partition(), log, String.valueOf(cause.getMessage())));
    if (append.nextOffset() - taken.from > retakeRecords) {
      append
          .durable()
          .onSuccess(done -> owner.giveUp(partition.partition(), log, "its log has grown long"));
    }
    return append.nextOffset();
  }

  private void written(TopicPartition partition, long nextOffset) {
    for (Listener listener : listeners.getOrDefault(partition, List.of())) {
      listener.onHighWatermarkUpdated(partition, nextOffset);
    }
  }

  private static RuntimeException refusal(Throwable cause) {
    return cause instanceof Failure.Throttled
        ? new NotEnoughReplicasException(cause.getMessage())
        : new NotLeaderOrFollowerException(cause.getMessage());
  }

  private StateLog log(TopicPartition partition) {
    return taken(partition).log;
  }

  private Taken taken(TopicPartition partition) {
    Taken taken = logs.get(partition.partition());
    if (taken == null) {
      throw new NotLeaderOrFollowerException("group partition " + partition + " is not open");
    }
    return taken;
  }

  @Override
  public CompletableFuture<LoadSummary> load(
      TopicPartition partition, CoordinatorPlayback<CoordinatorRecord> playback) {
    StateLog log = log(partition);
    Load load = new Load(playback);
    CompletableFuture<LoadSummary> loaded = new CompletableFuture<>();
    log.replay(load::batch)
        .onSuccess(end -> loaded.complete(load.finish(end)))
        .onFailure(
            cause -> {
              loaded.completeExceptionally(cause);
              owner.giveUp(partition.partition(), log, String.valueOf(cause.getMessage()));
            });
    return loaded;
  }

  /** One load of one partition. */
  private final class Load {
    private final CoordinatorPlayback<CoordinatorRecord> playback;
    private final long began = System.currentTimeMillis();
    private long records;
    private long bytes;

    Load(CoordinatorPlayback<CoordinatorRecord> playback) {
      this.playback = playback;
    }

    void batch(RecordBatch batch) {
      bytes += batch.sizeInBytes();
      try (Records all = batch.records(MAX_BATCH_BYTES)) {
        for (LogRecord record : all) {
          records++;
          replay(batch, record);
        }
      }
    }

    private void replay(RecordBatch batch, LogRecord record) {
      CoordinatorRecord parsed;
      try {
        parsed = serde.deserialize(nio(record.key()), nio(record.value()));
      } catch (Deserializer.UnknownRecordTypeException e) {
        LOG.warn(
            "A record of unknown type {} in the groups' log is left out; a newer Weir wrote it",
            e.unknownType());
        return;
      }
      playback.replay(record.offset(), batch.producerId(), batch.producerEpoch(), parsed);
    }

    LoadSummary finish(long end) {
      if (end > 0) {
        playback.updateLastWrittenOffset(end);
        playback.updateLastCommittedOffset(end);
      }
      return new LoadSummary(began, System.currentTimeMillis(), 0, records, bytes);
    }
  }

  private static @Nullable ByteBuffer nio(@Nullable ByteBuf bytes) {
    return bytes == null ? null : bytes.nioBuffer();
  }

  @Override
  public void registerListener(TopicPartition partition, Listener listener) {
    listeners.computeIfAbsent(partition, it -> new CopyOnWriteArrayList<>()).add(listener);
  }

  @Override
  public void deregisterListener(TopicPartition partition, Listener listener) {
    listeners.getOrDefault(partition, List.of()).remove(listener);
  }

  @Override
  public LogConfig config(TopicPartition partition) {
    return CONFIG;
  }

  /** Only writes in transactions are verified, and there are none. */
  @Override
  public CompletableFuture<VerificationGuard> maybeStartTransactionVerification(
      TopicPartition partition,
      String transactionalId,
      long producerId,
      short producerEpoch,
      int apiVersion) {
    return CompletableFuture.completedFuture(VerificationGuard.SENTINEL);
  }

  @Override
  public CompletableFuture<Void> deleteRecords(TopicPartition partition, long beforeOffset) {
    return log(partition).trim(beforeOffset).toCompletionStage().toCompletableFuture();
  }

  @Override
  public void close() {
    // Who opened the state logs closes them.
  }
}
